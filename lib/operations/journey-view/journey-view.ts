// What the journey's page shows at the signer's place, and nothing that this place does not need. Read-only.

import { itinerary, stepAt, type Place } from '../../domain/journey'
import { actOf } from '../../domain/policy'
import { signerStatusOf } from '../../domain/request'
import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { maySee } from '../journey/may-read'
import { standing, type Journey } from '../journey/standing'
import { awaitedName } from '../access/open-invitation'
import { moment } from '../kernel/moment'
import { countryOfPhone, maskEmail, maskPhone } from '../kernel/profile'
import { documentsToSign, type DocumentToSign } from '../journey/revision-to-sign'
import { contactOf } from '../kernel/tenant-contact'
import { messagesOf } from './messages-view'
import { viewedDocuments } from './documents-view'
import { presenceMatters } from '../../domain/steps'
import { liveOffer } from '../kernel/presence-offer'
import { otherDevice } from './other-device'
import { others } from './others'
import type { AcceptableText } from '../legal-texts/shown-text'
import { operationsOf, type SHOWN } from '../steps/registry'
import { redirectUrl } from './redirect-url'
import { JourneyView } from './shown'

export async function journeyView(context: Context, caller: SignerCaller): Promise<JourneyView> {
  const session = await context.db.session.findUnique({ where: { id: caller.sessionId }, select: { active: true } })
  const activeHere = session?.active ?? caller.active
  const journey = await standing(context, context.db, caller.signerId, { ...caller, active: activeHere })
  const { request, mode, row, profile, state, signer, circumstances, place } = journey
  const documents = await documentsToSign(context, context.db, journey)
  const { reach } = contactOf(context, request.tenant.contact)
  // A session that only holds the link sees where the signer is, and nothing that was read of them or for them.
  const mayRead = maySee(journey, { active: activeHere })
  const everywhere: Omit<JourneyView, keyof typeof SHOWN> = {
    version: state.sequence,
    requestId: request.id,
    signerId: row.id,
    mode,
    qualified: context.trust(mode).qualified,
    signedBy: actOf(circumstances.policy),
    language: journey.language,
    now: context.now(),
    expiresAt: request.expiresAt,
    requester: { name: request.tenant.name, color: request.tenant.color, reach },
    messages: await messagesOf(context, { ...caller, active: activeHere }, journey),
    place: await shownPlace(context, journey),
    itinerary: itinerary(signer, circumstances),
    activeHere,
    otherDevice: await otherDevice(context, caller),
    presence: presenceHere(context, caller, journey, activeHere),
    signer: {
      name: profile.name,
      email: mayRead && confirmsDetails(place) ? profile.email : null,
      emailMasked: maskEmail(profile.email),
      phoneMasked: profile.phone ? maskPhone(profile.phone) : null,
      nameCorrected: profile.name !== profile.originalName,
      country: profile.country ?? (profile.phone === null ? null : countryOfPhone(profile.phone)),
    },
    others: await others(context, journey, (one) => signerStatusOf(state, one, context.now())),
    documents: mayRead ? viewedDocuments(journey, documents) : [],
    texts: mayRead ? await textsHere(context, journey, documents) : [],
    signedAt: moment(signer.signedAt),
    redirectUrl: place.at === 'closed' ? redirectUrl(journey, place.because) : null,
    reference: context.requestId,
  }
  return JourneyView.parse({ ...everywhere, ...shownTo(mayRead, await shownHere(context, journey)) })
}

/** Where the person says whether their details are right, so that they have to see them. */
function confirmsDetails(place: Place): boolean {
  return place.at === 'step' && (place.step === 'terms' || place.step === 'details')
}

function presenceHere(context: Context, { sessionId }: SignerCaller, { signer, place, profile }: Journey, activeHere: boolean) {
  if (place.at === 'closed' || !presenceMatters(signer)) return null
  const here = activeHere && signer.presentSession === sessionId
  const { from, code, joined } = liveOffer(context, profile) ?? {}
  return {
    here,
    offer: here && code !== undefined && from === sessionId ? { code, joined: joined !== undefined } : null,
    number: !activeHere && joined?.by === sessionId ? joined.number : null,
  }
}

async function textsHere(context: Context, journey: Journey, documents: readonly DocumentToSign[]): Promise<readonly AcceptableText[]> {
  const { place } = journey
  return (place.at === 'step' && (await operationsOf(place.step).texts?.(context, journey, documents))) || []
}

/** What the step shows where the signer stands, or whose outcome is awaited. */
async function shownHere(context: Context, journey: Journey): Promise<object> {
  const step = stepAt(journey.place, journey.signer)
  return (step && (await operationsOf(step).view?.(context, journey))) ?? {}
}

/** Which side is awaited is told; nothing with which one could film it. */
function shownTo(mayRead: boolean, shown: Partial<Pick<JourneyView, keyof typeof SHOWN>>): Partial<JourneyView> {
  if (mayRead) return shown
  return shown.verification ? { verification: { ...shown.verification, nonce: null, movement: null } } : {}
}

/** The page shows other people's names, never their ids. */
async function shownPlace(context: Context, { place }: Journey) {
  if (place.at !== 'waiting') return place
  const name = await awaitedName(context, place)
  return { at: place.at, for: place.for, ...(name === null ? {} : { signer: name }) }
}
