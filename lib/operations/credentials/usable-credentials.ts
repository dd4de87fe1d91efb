// The credentials that a person may sign with: found by mail address and name, with a valid certificate, neither locked nor revoked. And those
// of them that they can sign with no more, with the reason.

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
  const valid = { lockedAt: null, revokedAt: null, expiresAt: { gt: context.machineNow() } }
  const held = await heldCredentials(context, db, { mode, profile, signer }, { where: valid })
  return held.filter(({ subject }) => isNamed(profile, subject))
}

export const LOST_BECAUSE = ['revoked', 'expired', 'locked', 'other_name'] as const
type LostBecause = (typeof LOST_BECAUSE)[number]
/** `at`: when it was revoked, locked or expired; null: it never stopped, but has another name. */
export type LostCredential = UsableCredential & { lost: { because: LostBecause; at: Date | null } }

/** As many as anybody needs to know of. */
const MOST_LOST = 20

/** The newest first. Only its holder, who has proven to have its phone, is told of one. */
export async function lostCredentials(
  context: Context,
  db: Tx,
  mode: Mode,
  profile: SignerProfile,
  signer: SignerRow,
): Promise<readonly LostCredential[]> {
  const held = await heldCredentials(context, db, { mode, profile, signer }, { take: MOST_LOST })
  return held.flatMap((one) => {
    const lost = whyLost(context, profile, one)
    return lost ? [{ ...one, lost }] : []
  })
}

function whyLost(context: Context, profile: SignerProfile, { row, subject, expiresAt }: UsableCredential): LostCredential['lost'] | null {
  if (row.revokedAt) return { because: 'revoked', at: row.revokedAt }
  if (expiresAt <= context.machineNow()) return { because: 'expired', at: expiresAt }
  if (row.lockedAt) return { because: 'locked', at: row.lockedAt }
  return isNamed(profile, subject) ? null : { because: 'other_name', at: null }
}

/** Two people may share a mailbox: a certificate of another name is not this person's. */
const isNamed = (profile: SignerProfile, { printed }: CredentialSubject): boolean => matchName(profile.name, printed).likeness !== 'differs'

async function heldCredentials(
  context: Context,
  db: Tx,
  { mode, profile, signer }: { mode: Mode; profile: SignerProfile; signer: SignerRow },
  { where = {}, take }: { where?: Prisma.CredentialWhereInput; take?: number },
): Promise<UsableCredential[]> {
  const rows = await db.credential.findMany({
    where: { ...whose(context, mode, signer, profile), mode, certificate: { not: null }, ...where },
    include: { person: true },
    orderBy: { createdAt: 'desc' },
    ...(take === undefined ? {} : { take }),
  })
  return rows.flatMap(({ person, ...row }) => {
    if (!row.certificate || !row.expiresAt || !isWhole(context, 'credential', row) || !isWhole(context, 'person', person)) return []
    // The key's provider is no longer connected, or its holder was erased: then only its issuer still knows whose it is.
    if (row.provider !== context.signing(mode).name || row.subject.length === 0) return []
    // A signer who types somebody else's address must not see their certificates, send codes to their phone, or lock their PIN by guessing.
    if (profile.emailChanged && row.signerId !== signer.id) return []
    return [{ row, subject: openSubject(context, row), certificate: row.certificate, expiresAt: row.expiresAt }]
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
