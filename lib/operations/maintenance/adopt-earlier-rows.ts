// Once, at the first start of a version that authenticates what it stores: evidence of before gets its MACs, when its chain is whole, and
// profiles are bound to their signers.

import { EnvelopeRefused, open } from '../../crypto/envelope'
import type { Keyring } from '../../crypto/keyring'
import { JOB } from '../../domain/caller'
import type { Signer } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { append } from '../kernel/evidence'
import { integrityFault, unlessChanged } from '../kernel/integrity'
import { lockRequest } from '../kernel/lock-request'
import { newProfileKey, profileLabel, sealProfile, type SignerProfile } from '../kernel/profile'
import { SEALED_COLUMNS } from '../kernel/sealed-columns'
import { headMacOf, macOf, readChain, storedEvidence, UNREADABLE } from '../kernel/stored-evidence'
import { AT_ONCE } from '../kernel/sweeping'

/**
 * Safe to repeat and to interrupt: each row is a transaction of its own. What does not hold stays as it is, so that it is refused from then
 * on. The caller sees to it that this never runs again once it is done (decisions/0020).
 */
export async function adoptEarlierRows(context: Context): Promise<void> {
  const { signatureRequest, signer } = context.db
  const page = { select: { id: true }, orderBy: { id: 'asc' }, take: AT_ONCE } as const
  await eachOf(
    context,
    (after) => signatureRequest.findMany({ where: { headMac: null, id: { gt: after } }, ...page }),
    (tx, id) => adoptEvidence(context, tx, id),
  )
  await eachOf(
    context,
    (after) => signer.findMany({ where: { profileKey: { not: null }, id: { gt: after } }, ...page }),
    (tx, id) => bindProfile(context, tx, id),
  )
}

type Find = (after: string) => Promise<readonly { id: string }[]>

/** `adopt` answers false for a row that was adopted before. */
async function eachOf(context: Context, find: Find, adopt: (tx: Tx, id: string) => Promise<boolean>): Promise<void> {
  let adopted = 0
  for (let rows = await find(''); rows.length > 0; rows = await find(rows.at(-1)?.id ?? '')) {
    for (const { id } of rows) {
      if (await unlessChanged(() => context.db.$transaction((tx) => adopt(tx, id)))) adopted++
    }
    context.log.info({ adopted }, 'rows of an earlier version are being adopted')
  }
}

/** Answers false when another process was first. */
async function adoptEvidence(context: Context, tx: Tx, request: string): Promise<boolean> {
  await lockRequest(tx, request)
  const stored = await storedEvidence(tx, request)
  if (!stored || stored.headMac !== null) return false
  const fault = (what: string) => integrityFault(context, { place: request, what })
  const chain = readChain(request, stored.events)
  if (!chain) throw fault(UNREADABLE)
  const { events, broken } = chain
  const last = events.at(-1)
  if (broken !== undefined || !last) throw fault(`event ${broken ?? 1}`)
  // Each request is adopted whole, so one with a MAC of its own is none of an earlier version.
  if (stored.events.some(({ mac }) => mac !== null)) throw fault('the end of its events is missing')
  await tx.$executeRaw`
    UPDATE "Event" e SET "mac" = m."mac"
    FROM unnest(${events.map(({ id }) => id)}::text[], ${events.map((event) => macOf(context.secrets, event))}::text[]) AS m("id", "mac")
    WHERE e."id" = m."id" AND e."requestId" = ${request}`
  await tx.signatureRequest.update({ where: { id: request }, data: { headMac: headMacOf(context.secrets, last) } })
  await append(context, tx, request, [{ by: JOB, fact: { type: 'evidence_adopted', events: events.length } }])
  return true
}

/** What bound the profiles of earlier versions, to no signer: one could be put in another's place. */
const EARLIER = { key: 'signer profile key', profile: 'signer profile' } as const

async function bindProfile(context: Context, tx: Tx, id: string): Promise<boolean> {
  const [signer] = await tx.$queryRaw<Pick<Signer, 'profile' | 'profileKey'>[]>`
    SELECT "profile", "profileKey" FROM "Signer" WHERE "id" = ${id} FOR UPDATE`
  if (!signer?.profileKey) return false
  const master = context.secrets.key('profile')
  if (opened(master, signer.profileKey, SEALED_COLUMNS.profileKey.label(id))) return false
  const key = opened(master, signer.profileKey, EARLIER.key)
  const plaintext = key && opened(key, signer.profile, EARLIER.profile)
  if (!plaintext) throw integrityFault(context, { place: profileLabel(id), what: 'a sealed column does not open' })
  const profileKey = newProfileKey(context, id)
  const profile = sealProfile(context, { id, profileKey }, JSON.parse(plaintext.toString('utf8')) as SignerProfile)
  await tx.signer.update({ where: { id }, data: { profileKey, profile } })
  return true
}

function opened(key: Uint8Array | Keyring, sealed: Uint8Array, label: string): Buffer | null {
  try {
    return open(key, sealed, label)
  } catch (error) {
    if (error instanceof EnvelopeRefused) return null
    throw error
  }
}
