// The credentials a person may sign with: theirs by mail address and name, with a valid certificate, not locked, not revoked.

import { createHmac } from 'node:crypto'
import { open, seal } from '../../crypto/envelope'
import type { Mode } from '../../domain/event'
import { matchName } from '../../domain/name-match'
import type { Credential, Signer } from '../../generated/prisma/client'
import type { Context, Tx } from '../context'
import type { SignerProfile } from '../profile'
import { isWalked } from '../sandbox/signer-script'

/** Whom a credential belongs to, as checked when it was made; sealed, kept for the holder's later requests. */
export type CredentialSubject = {
  givenNames: string
  surname: string
  country: string
  /** As the identity document printed the names, in capitals A-Z. */
  printed: { givenNames: readonly string[]; surname: string; truncated: boolean }
  /** Where the codes go; E.164. */
  phone: string
}

export type UsableCredential = { row: Credential; subject: CredentialSubject; certificate: Uint8Array; expiresAt: Date }

/** The same person in later requests: an HMAC, so that the table tells nobody's address. */
export function holderOf(context: Pick<Context, 'secrets'>, email: string): string {
  return createHmac('sha256', context.secrets.key('credential holder')).update(email.trim().toLowerCase()).digest('hex')
}

/** A signer whom a machine walks is a person of their own in every request: no run disturbs the next, and no real person's key is touched. */
export function holderFor(context: Pick<Context, 'secrets'>, mode: Mode, row: Pick<Signer, 'id' | 'script'>, { email }: Pick<SignerProfile, 'email'>): string {
  return isWalked(mode, row) ? holderOf(context, `signer ${row.id}`) : holderOf(context, email)
}

export async function usableCredentials(
  context: Context, db: Tx, mode: Mode, profile: SignerProfile, signer: Pick<Signer, 'id' | 'script'>,
): Promise<readonly UsableCredential[]> {
  // A certificate lives on the clock of its issuer, whatever a test clock says.
  const now = context.machineNow()
  // A key that a person made before the machine took over is still theirs.
  const whose = isWalked(mode, signer) ? { signerId: signer.id } : { holder: holderOf(context, profile.email) }
  const rows = await db.credential.findMany({
    where: { ...whose, mode, lockedAt: null, revokedAt: null, certificate: { not: null }, expiresAt: { gt: now } },
    orderBy: { createdAt: 'desc' },
  })
  return rows.flatMap((row) => {
    if (!row.certificate || !row.expiresAt) return []
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
  return JSON.parse(open(context.secrets.key('credential subject'), credential.subject, credential.id).toString('utf8')) as CredentialSubject
}
