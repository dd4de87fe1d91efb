// The audit trail that a signature is to carry, and what the evidence says of it once it is signed.

import { sha256Hex } from '../../../crypto/algorithms'
import type { CarriedTrailFact } from '../../../domain/event'
import type { CarriedTrail } from '../../../signature/trail/carried-trail'
import type { Context } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import type { Journey } from '../../journey/standing'
import type { PreparedDocument } from '../prepared-activation'
import { toldTrail, trailJson } from './told'
import { pageTitle, trailPage } from './trail-page'

/** `of`: by which the same is told again. */
type TrailToCarry = { carried: CarriedTrail; of: Omit<CarriedTrailFact, 'carried'> }

/** `name`: of the signature; `now`: its claimed time. */
export async function trailToCarry(
  context: Context,
  { request, row, profile, language }: Journey,
  { name, now }: { name: string; now: Date },
): Promise<TrailToCarry> {
  const events = await loadEvents(context, context.db, request.id)
  const at = now.toISOString()
  const told = toldTrail(events, { signer: row.id, name, method: profile.method, phone: profile.phone, at })
  const json = trailJson(told)
  return {
    carried: { name: `audit-trail-${row.id}`, json, page: trailPage(told, language), description: pageTitle(told, language) },
    of: { events: told.evidence.events, at, sha256: sha256Hex(Buffer.from(json, 'latin1')) },
  }
}

/** Nothing where a version of before has prepared the signature. */
export function trailFact({ format, prepared, trail }: PreparedDocument): { trail?: CarriedTrailFact } {
  if (!trail) return {}
  return { trail: { ...trail, carried: (format === 'PAdES' ? prepared.trail : undefined) ?? 'not_carried' } }
}
