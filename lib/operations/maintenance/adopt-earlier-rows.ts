// Once, at the first start of a version that authenticates what it stores: evidence of before gets its MACs, when its chain is whole, and
// profiles are bound to their signers.

import { EnvelopeRefused, open } from '../../crypto/envelope'
import type { Keyring } from '../../crypto/keyring'
import { JOB } from '../../domain/caller'
import type { EvidenceEvent } from '../../domain/event'
import type { Signer } from '../../generated/prisma/client'
import { adoptByPages } from '../kernel/adopt-by-pages'
import type { Context, Tx } from '../kernel/context'
import { chain } from '../kernel/evidence'
import { integrityFault, unlessChanged } from '../kernel/integrity'
import { newProfileKey, profileLabel, sealProfile, type SignerProfile } from '../kernel/profile'
import { atOffset } from '../kernel/request-clock'
import { SEALED_COLUMNS } from '../kernel/sealed-columns'
import { headMacOf, macOf, readChain, rowOf, storedEvidences, UNREADABLE, type StoredEvidence } from '../kernel/stored-evidence'
import { untoldRow } from '../kernel/told-rows'

/** Evidence is long: so many requests of a page are read at once, and are a transaction. */
const REQUESTS_AT_ONCE = 100
/** A page on a busy machine. */
const TIMEOUT = { timeout: 120_000 }

/**
 * Safe to repeat and to interrupt. What does not hold stays as it is, so that it is refused from then on. The caller sees to it that this
 * never runs again once it is done (decisions/0020).
 */
export async function adoptEarlierRows(context: Context): Promise<void> {
  const { db } = context
  await adoptByPages(context, 'signatureRequest', {
    where: { headMac: null },
    adopt: async (ids) => {
      let adopted = 0
      for (let at = 0; at < ids.length; at += REQUESTS_AT_ONCE)
        adopted += await db.$transaction((tx) => adoptEvidence(context, tx, ids.slice(at, at + REQUESTS_AT_ONCE)), TIMEOUT)
      return adopted
    },
  })
  await adoptByPages(context, 'signer', {
    where: { profileKey: { not: null } },
    adopt: (ids) => db.$transaction((tx) => bindProfiles(context, tx, ids), TIMEOUT),
  })
}

const idOf = ({ id }: { id: string }): string => id

/** `events`: as they were, and then the fact that they were adopted. */
type Adopted = { request: string; events: readonly EvidenceEvent[]; last: EvidenceEvent }

/** Those that another process has adopted meanwhile are left out. No follower reacts to the fact, and no status changes by it. */
async function adoptEvidence(context: Context, tx: Tx, ids: readonly string[]): Promise<number> {
  const open = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "SignatureRequest" WHERE "id" = ANY(${ids}) AND "headMac" IS NULL ORDER BY "id" FOR UPDATE`
  const adopted: Adopted[] = []
  const found = await storedEvidences(tx, open.map(idOf))
  for (const [request, stored] of found) {
    const one = await unlessChanged(async () => adoptedFrom(context, request, stored))
    if (one) adopted.push(one)
  }
  if (adopted.length === 0) return 0
  const events = adopted.flatMap((one) => one.events)
  await tx.$executeRaw`
    UPDATE "Event" e SET "mac" = m."mac"
    FROM unnest(${events.map(idOf)}::text[], ${events.map(({ request }) => request)}::text[],
      ${events.map((event) => macOf(context.secrets, event))}::text[]) AS m("id", "request", "mac")
    WHERE e."id" = m."id" AND e."requestId" = m."request"`
  await tx.event.createMany({ data: adopted.map(({ last }) => rowOf(context.secrets, last)) })
  await tx.$executeRaw`
    UPDATE "SignatureRequest" r SET "headMac" = m."mac"
    FROM unnest(${adopted.map(({ request }) => request)}::text[], ${adopted.map(({ last }) => headMacOf(context.secrets, last))}::text[])
      AS m("id", "mac")
    WHERE r."id" = m."id"`
  return adopted.length
}

/** Throws INTEGRITY_FAULT where the chain does not hold, or says something else than the rows beside it. */
function adoptedFrom(context: Context, request: string, stored: StoredEvidence): Adopted {
  const fault = (what: string) => integrityFault(context, 'evidence', { place: request, what })
  const read = readChain(request, stored.events)
  if (!read) throw fault(UNREADABLE)
  const { events, broken } = read
  if (broken !== undefined || events.length === 0) throw fault(`event ${broken ?? 1}`)
  // Each request is adopted whole, so one with a MAC of its own is none of an earlier version.
  if (stored.events.some(({ mac }) => mac !== null)) throw fault('the end of its events is missing')
  const fact = { type: 'evidence_adopted', events: events.length } as const
  const [last] = chain(request, events.at(-1), [{ by: JOB, fact }], atOffset(context, stored.rows).now())
  if (!last) throw new Error('one fact is one event')
  const untold = untoldIn([...events, last], stored)
  if (untold !== null) throw fault(untold)
  return { request, events, last }
}

/** A chain without MACs may be anybody's: whatever its facts make the fold throw, they tell no request. */
function untoldIn(events: readonly EvidenceEvent[], { rows }: StoredEvidence): string | null {
  try {
    return untoldRow(events, rows)
  } catch {
    return 'its events, which tell no request'
  }
}

/** What bound the profiles of earlier versions, to no signer: one could be put in another's place. */
const EARLIER = { key: 'signer profile key', profile: 'signer profile' } as const

type Profile = Pick<Signer, 'id' | 'profile'> & { profileKey: Uint8Array }

async function bindProfiles(context: Context, tx: Tx, ids: readonly string[]): Promise<number> {
  const signers = await tx.$queryRaw<Profile[]>`
    SELECT "id", "profile", "profileKey" FROM "Signer" WHERE "id" = ANY(${ids}) AND "profileKey" IS NOT NULL ORDER BY "id" FOR UPDATE`
  const bound: Profile[] = []
  for (const signer of signers) {
    const one = await unlessChanged(async () => boundProfile(context, signer))
    if (one) bound.push(one)
  }
  const base64 = (column: 'profile' | 'profileKey') => bound.map((one) => Buffer.from(one[column]).toString('base64'))
  return tx.$executeRaw`
    UPDATE "Signer" s SET "profile" = decode(b."profile", 'base64'), "profileKey" = decode(b."key", 'base64')
    FROM unnest(${bound.map(idOf)}::text[], ${base64('profile')}::text[], ${base64('profileKey')}::text[]) AS b("id", "profile", "key")
    WHERE s."id" = b."id"`
}

/** Null for one that is bound already. */
function boundProfile(context: Context, { id, profile, profileKey }: Profile): Profile | null {
  const master = context.secrets.key('profile')
  if (opened(master, profileKey, SEALED_COLUMNS.profileKey.label(id))) return null
  const key = opened(master, profileKey, EARLIER.key)
  const plaintext = key && opened(key, profile, EARLIER.profile)
  if (!plaintext) throw integrityFault(context, 'seal', { place: profileLabel(id), what: 'a sealed column does not open' })
  const own = { id, profileKey: newProfileKey(context, id) }
  return { ...own, profile: sealProfile(context, own, JSON.parse(plaintext.toString('utf8')) as SignerProfile) }
}

function opened(key: Uint8Array | Keyring, sealed: Uint8Array, label: string): Buffer | null {
  try {
    return open(key, sealed, label)
  } catch (error) {
    if (error instanceof EnvelopeRefused) return null
    throw error
  }
}
