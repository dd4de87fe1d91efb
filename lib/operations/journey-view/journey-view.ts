// What the journey's page shows at its place: everything there, nothing that is not needed there. Read-only.

import { itinerary } from '../../domain/journey'
import { signerStatusOf } from '../../domain/request'
import type { Context, SignerCaller } from '../kernel/context'
import { standing, type Journey } from '../journey/standing'
import { awaitedName } from '../access/open-invitation'
import { maskEmail, maskPhone } from '../kernel/profile'
import { documentsToSign } from '../journey/revision-to-sign'
import { viewedCertificateRequest, viewedNames } from './certificate-view'
import { viewedDocuments } from './documents-view'
import { otherDevice } from './other-device'
import { others } from './others'
import { redirectUrl } from './redirect-url'
import { viewedActivation, viewedCredentials } from './signing-view'
import { textsHere } from './texts-here'
import { viewedFailure, viewedReading, viewedVerification } from './verification-view'

export async function journeyView(context: Context, caller: SignerCaller) {
  const journey = await standing(context, context.db, caller.signerId)
  const { request, mode, row, profile, state, signer, circumstances, place } = journey
  const documents = await documentsToSign(context.db, journey)
  const session = await context.db.session.findUnique({ where: { id: caller.sessionId }, select: { active: true } })
  return {
    version: state.sequence,
    request_id: request.id,
    signer_id: row.id,
    mode,
    qualified: context.trust(mode).qualified,
    // Other languages follow; until then every page and text is English.
    language: 'en',
    now: context.now().toISOString(),
    expires_at: request.expiresAt.toISOString(),
    requester: { name: request.tenant.name, color: request.tenant.color, messaging: false },
    place: await shownPlace(context, journey),
    itinerary: itinerary(signer, circumstances).map((step) => ({ ...step })),
    active_here: session?.active ?? caller.active,
    other_device: await otherDevice(context, caller),
    signer: {
      name: profile.name,
      email_masked: maskEmail(profile.email),
      phone_masked: profile.phone ? maskPhone(profile.phone) : null,
      name_corrected: profile.name !== profile.originalName,
      country: profile.country,
    },
    others: await others(context, journey, (one) => signerStatusOf(state, one, context.now())),
    documents: await viewedDocuments(context, journey, documents),
    texts: await textsHere(context, journey, documents),
    verification: await viewedVerification(context, journey),
    failure: viewedFailure(journey),
    reading: await viewedReading(context, journey),
    names: await viewedNames(context, journey),
    certificate_request: await viewedCertificateRequest(context, journey),
    credentials: viewedCredentials(journey),
    activation: await viewedActivation(context, journey),
    signed_at: signer.signedAt ?? null,
    redirect_url: place.at === 'closed' ? redirectUrl(journey, place.because) : null,
    reference: context.requestId,
  }
}

/** Ids of other people stay inside; the page shows a name. */
async function shownPlace(context: Context, { place }: Journey) {
  if (place.at !== 'waiting') return place
  const name = await awaitedName(context, place)
  return { at: place.at, for: place.for, ...(name === null ? {} : { signer: name }) }
}
