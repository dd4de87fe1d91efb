// Whether another check that was judged at the same time tells against this one: neither had seen the other when it was compared. Verdicts are
// recorded one after the other, so of two the later one is judged anew.

import type { Mode } from '../../domain/event'
import type { WholeCheck } from '../../identity/check'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { Context, Tx } from '../kernel/context'
import { knownElsewhere } from './known-identities'
import { tracesSince } from './selfie-traces'
import type { Keyed } from './verification-store'

/** A transaction that had not ended when the others were compared may have begun so long before, by its own clock. */
const UNDER_WAY_MS = 60_000

export type Compared = Required<Pick<WholeCheck, 'sides' | 'chip' | 'selfie'>> & {
  /** When the comparison began, in the machine's time. */
  at: Date
  trace: Uint8Array
  /** Null where faces and documents are not compared. */
  elsewhere: NonNullable<WholeCheck['elsewhere']> | null
}

export async function isSeenMeanwhile(
  context: Context,
  tx: Tx,
  check: Keyed,
  place: { tenantId: string; mode: Mode },
  { at, trace, elsewhere, ...checked }: Compared,
): Promise<boolean> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${place.mode}, 7044))`
  const since = new Date(at.getTime() - UNDER_WAY_MS)
  if (isFresh(checked.selfie) && context.identity.comesNear(trace, await tracesSince(tx, place.mode, since))) return true
  if (!elsewhere) return false
  const { documents, nearest } = await knownElsewhere(context, check, place, checked, { db: tx, since })
  return documents > elsewhere.documents || (nearest ?? Infinity) < (elsewhere.nearest ?? Infinity)
}

const isFresh = ({ findings }: SelfieReading): boolean =>
  findings.every(({ check, passed }) => passed || (check !== 'liveness_no_replay' && check !== 'liveness_fresh_frames'))
