// The credentials a person may sign with: theirs by mail address and name, with a valid certificate, not locked, not revoked.

import { createHmac } from 'node:crypto'
import { open, seal } from '../../crypto/envelope'
import type { Mode } from '../../domain/event'
import { matchName } from '../../domain/name-match'
import type { Credential, Prisma, Signer } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import type { SignerProfile } from '../kernel/profile'
import { isKept, isWalked } from '../kernel/signer-script'

/** Whom a credential belongs to, as checked when it was made; sealed, kept for the holder's later requests. */
export type CredentialSubject = {
  givenNames: string
  surname: string
  country: string
  /** As the identity document printed the names, in capitals A-Z. */
  printed: { givenNames: readonly string[]; surname: string; truncated: boolean }
  /** Where the codes go; E.164. */
  phone: string
  /** The sandbox chose the PIN, so it can sign with this key and tell the PIN. Test mode only. */
  pinBySandbox?: true
}

export type UsableCredential = { row: Credential; subject: CredentialSubject; certificate: Uint8Array; expiresAt: Date }

type Holder = Pick<Signer, 'id' | 'tenantId' | 'script'>
type Address = Pick<SignerProfile, 'email'>

/** The same person in later requests: an HMAC, so that the table tells nobody's address. */
function holderOf(context: Pick<Context, 'secrets'>, who: string): string {
  return createHmac('sha256', context.secrets.key('credential holder')).update(who).digest('hex')
}

const written = ({ email }: Address) => email.trim().toLowerCase()
/** Of this signer and no other: whom a machine walks is a person of their own in every request, and no run disturbs the next. */
export const holderAlone = (context: Pick<Context, 'secrets'>, { id }: Holder) => holderOf(context, `signer ${id}`)
/** Found again by the address, but within the account alone: what one developer's machine made is offered to nobody else (decisions/0011). */
export const holderKept = (context: Pick<Context, 'secrets'>, { tenantId }: Holder, address: Address) =>
  holderOf(context, `account ${tenantId} ${written(address)}`)

export function holderFor(context: Pick<Context, 'secrets'>, mode: Mode, row: Holder, address: Address): string {
  if (!isWalked(mode, row)) return holderOf(context, written(address))
  return isKept(mode, row) ? holderKept(context, row, address) : holderAlone(context, row)
}

function whose(context: Context, mode: Mode, signer: Holder, profile: SignerProfile): Prisma.CredentialWhereInput {
  if (mode !== 'test') return { holder: holderFor(context, mode, signer, profile) }
  const kept = { holder: holderKept(context, signer, profile) }
  if (!isWalked(mode, signer)) return { OR: [{ holder: holderFor(context, mode, signer, profile) }, kept] }
  // A key that a person made before the machine took over is still theirs.
  const own = { signerId: signer.id }
  return isKept(mode, signer) ? { OR: [own, kept] } : own
}

export async function usableCredentials(
  context: Context,
  db: Tx,
  mode: Mode,
  profile: SignerProfile,
  signer: Holder,
): Promise<readonly UsableCredential[]> {
  // A certificate lives on the clock of its issuer, whatever a test clock says.
  const now = context.machineNow()
  const rows = await db.credential.findMany({
    where: {
      ...whose(context, mode, signer, profile),
      mode,
      lockedAt: null,
      revokedAt: null,
      certificate: { not: null },
      expiresAt: { gt: now },
    },
    orderBy: { createdAt: 'desc' },
  })
  return rows.flatMap((row) => {
    if (!row.certificate || !row.expiresAt) return []
    // Its key lies with a provider that is no longer connected.
    if (row.provider !== context.signing(mode).name) return []
    // Whoever types somebody else's address must not see their certificates, send codes to their phone, or lock their PIN by guessing.
    if (profile.emailChanged && row.signerId !== signer.id) return []
    const subject = openSubject(context, row)
    // Two people may share a mailbox: a certificate of another name is not this person's.
    if (matchName(profile.name, subject.printed).likeness === 'differs') return []
    return [{ row, subject, certificate: row.certificate, expiresAt: row.expiresAt }]
  })
}

export function sealSubject(context: Pick<Context, 'secrets'>, credentialId: string, subject: CredentialSubject): Uint8Array<ArrayBuffer> {
  return new Uint8Array(seal(context.secrets.key('credential subject'), Buffer.from(JSON.stringify(subject)), credentialId))
}

export function openSubject(context: Pick<Context, 'secrets'>, credential: { id: string; subject: Uint8Array }): CredentialSubject {
  return JSON.parse(
    open(context.secrets.key('credential subject'), credential.subject, credential.id).toString('utf8'),
  ) as CredentialSubject
}
