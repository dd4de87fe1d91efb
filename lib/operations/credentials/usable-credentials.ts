// The credentials that a person may sign with: found by mail address and name, with a valid certificate, neither locked nor revoked.

import type { Mode } from '../../domain/event'
import { matchName } from '../../domain/name-match'
import type { Credential, Prisma } from '../../generated/prisma/client'
import { isWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import type { SignerProfile } from '../kernel/profile'
import { openColumn, sealColumn } from '../kernel/sealed-columns'
import { isKept, isWalked } from '../kernel/signer-script'
import { holderFor, holderKept, type SignerRow } from './person'

/** Whom a credential belongs to, as checked when it was made; sealed, kept for the holder's later requests. */
export type CredentialSubject = {
  givenNames: string
  surname: string
  country: string
  /** As the identity document printed the names, in capitals A-Z. */
  printed: { givenNames: readonly string[]; surname: string; truncated: boolean }
  /** Where the codes go; E.164. */
  phone: string
  /** The sandbox chose the PIN, so the sandbox can sign with this key and show the PIN. Test mode only. */
  pinBySandbox?: true
}

export type UsableCredential = { row: Credential; subject: CredentialSubject; certificate: Uint8Array; expiresAt: Date }

function whose(context: Context, mode: Mode, signer: SignerRow, profile: SignerProfile): Prisma.CredentialWhereInput {
  const heldBy = (...holders: string[]) => ({ person: { mode, holder: { in: holders } } })
  const holder = holderFor(context, mode, signer, profile)
  if (mode !== 'test') return heldBy(holder)
  const kept = holderKept(context, signer, profile)
  if (!isWalked(mode, signer)) return heldBy(holder, kept)
  // A key that the person made before the sandbox took over is still theirs.
  const own = { signerId: signer.id }
  return isKept(mode, signer) ? { OR: [own, heldBy(kept)] } : own
}

export async function usableCredentials(
  context: Context,
  db: Tx,
  mode: Mode,
  profile: SignerProfile,
  signer: SignerRow,
): Promise<readonly UsableCredential[]> {
  // Validity of certificates follows the real time: the issuer knows no test clock.
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
    include: { person: true },
    orderBy: { createdAt: 'desc' },
  })
  return rows.flatMap(({ person, ...row }) => {
    if (!row.certificate || !row.expiresAt || !isWhole(context, 'credential', row) || !isWhole(context, 'person', person)) return []
    // The key's provider is no longer connected.
    if (row.provider !== context.signing(mode).name) return []
    // A signer who types somebody else's address must not see their certificates, send codes to their phone, or lock their PIN by guessing.
    if (profile.emailChanged && row.signerId !== signer.id) return []
    const subject = openSubject(context, row)
    // Two people may share a mailbox: a certificate of another name is not this person's.
    if (matchName(profile.name, subject.printed).likeness === 'differs') return []
    return [{ row, subject, certificate: row.certificate, expiresAt: row.expiresAt }]
  })
}

export function sealSubject(context: Pick<Context, 'secrets'>, credentialId: string, subject: CredentialSubject): Uint8Array<ArrayBuffer> {
  return sealColumn(context.secrets, 'credentialSubject', credentialId, Buffer.from(JSON.stringify(subject)))
}

export function openSubject(
  context: Pick<Context, 'secrets' | 'integrity' | 'log'>,
  credential: { id: string; subject: Uint8Array },
): CredentialSubject {
  const plaintext = openColumn(context, 'credentialSubject', credential.id, credential.subject)
  return JSON.parse(plaintext.toString('utf8')) as CredentialSubject
}
