// Whether another check that was judged at the same time tells against this one: neither had seen the other when it was compared. Verdicts are
// recorded one after the other, so of two the later one is judged anew.

import type { CaptureStage } from '../../domain/capture'
import type { Mode } from '../../domain/event'
import type { WholeCheck } from '../../identity/check'
import type { SelfieReading } from '../../identity/liveness/judge'
import type { Context, Tx } from '../kernel/context'
import { knownElsewhere } from './known-identities'
import { tracesSince } from './film-traces'
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
  const since = await sinceThen(tx, place.mode, at)
  if (isFresh(checked.selfie) && (await isFilmedMeanwhile(context, tx, { mode: place.mode, stage: 'selfie' }, { trace, since })))
    return true
  if (!elsewhere) return false
  const { documents, nearest } = await knownElsewhere(context, check, place, checked, { db: tx, since })
  return documents > elsewhere.documents || (nearest ?? Infinity) < (elsewhere.nearest ?? Infinity)
}

/** From when on others may have been recorded that were not known at that time. From here on nobody else's are, until the transaction ends. */
export async function sinceThen(tx: Tx, mode: Mode, at: Date): Promise<Date> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${mode}, 7044))`
  return new Date(at.getTime() - UNDER_WAY_MS)
}

export async function isFilmedMeanwhile(
  context: Context,
  tx: Tx,
  kind: { mode: Mode; stage: CaptureStage },
  { trace, since }: { trace: Uint8Array; since: Date },
): Promise<boolean> {
  return context.identity.comesNear(kind.stage, trace, await tracesSince(tx, kind, since))
}

const isFresh = ({ findings }: SelfieReading): boolean =>
  findings.every(({ check, passed }) => passed || (check !== 'liveness_no_replay' && check !== 'liveness_fresh_frames'))
