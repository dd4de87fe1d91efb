// The audit trail of one signer: what their signatures carry, told again from the evidence, and what is known since they were made.

import { readCertificate } from '../../crypto/certificate'
import type { OrganisationCaller } from '../../domain/caller'
import type { CarriedTrailFact, EvidenceEvent, Fact } from '../../domain/event'
import { defaultMethod } from '../../domain/policy'
import { requestFrom } from '../../domain/request'
import type { Signer } from '../../generated/prisma/client'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { loadEvents } from '../kernel/evidence'
import { moment } from '../kernel/moment'
import { openProfile } from '../kernel/profile'
import { requireSigner } from '../kernel/refuse-deleted'
import { toldTrail, type ToldTrail } from '../signing/carried/told'

export { TRAIL_CARRIED } from '../../domain/event'

export type AuditTrailView = {
  signerId: string
  signedAt: Date | null
  /** Null until signed, and for signatures of before that carry none. */
  trail: ToldTrail | null
  signatures: readonly {
    documentId: string
    level: string
    sha256Before: string
    sha256After: string
    certificateSerial: string
    timestamp: Date | null
    carried: CarriedTrailFact['carried']
    trailSha256: string | null
  }[]
}

type Signed = Extract<Fact, { type: 'document_signed' }>

export async function getAuditTrail(
  context: Context,
  caller: OrganisationCaller,
  { requestId, signerId }: { requestId: string; signerId: string },
): Promise<AuditTrailView> {
  const signer = await requireSigner(context, caller, { requestId, signerId })
  const events = await loadEvents(context, context.db, requestId)
  const signed = events.flatMap(({ fact }) => (fact.type === 'document_signed' && fact.signer === signerId ? [fact] : []))
  const done = events.find(({ fact }) => fact.type === 'signer_signed' && fact.signer === signerId)
  return {
    signerId,
    signedAt: moment(done?.at),
    trail: await trailIn(context, signer, events, signed),
    signatures: signed.map((fact) => ({
      documentId: fact.document,
      level: fact.level,
      sha256Before: fact.before,
      sha256After: fact.after,
      certificateSerial: fact.serial,
      timestamp: moment(fact.timestamp),
      carried: fact.trail?.carried ?? 'not_carried',
      trailSha256: fact.trail?.sha256 ?? null,
    })),
  }
}

async function trailIn(context: Context, row: Signer, events: readonly EvidenceEvent[], [signed]: readonly Signed[]) {
  if (!signed?.trail) return null
  const { events: count, at } = signed.trail
  const profile = row.profileKey === null ? null : openProfile(context, row)
  const method = profile?.method ?? defaultMethod(requestFrom(events).signatureType)
  // An erased person has no name any more; what was signed keeps it.
  const name = profile && ((await nameInCertificate(context, signed)) ?? profile.name)
  return toldTrail(events.slice(0, count), { signer: row.id, name, phone: profile?.phone ?? null, method, at })
}

async function nameInCertificate(context: Context, { serial }: Signed): Promise<string | undefined> {
  const held = await context.db.credential.findUnique({ where: { serialHex: serial } })
  const certificate = held && requireWhole(context, 'credential', held).certificate
  return certificate ? readCertificate(certificate).subjectAttributes['CN'] : undefined
}
