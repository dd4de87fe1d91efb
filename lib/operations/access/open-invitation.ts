// What the page behind a link shows before anything happens: who asks, for which documents, and where the signer stands. No side effects.

import type { Mode } from '../../domain/event'
import { itinerary, stepAt, type Place } from '../../domain/journey'
import { actOf, type ActOfSigning } from '../../domain/policy'
import { Problem } from '../../domain/problem'
import type { Step } from '../../domain/steps'
import type { SessionKind } from '../../generated/prisma/client'
import type { Context } from '../kernel/context'
import { contactOf, type Reach } from '../kernel/tenant-contact'
import { standing, type Journey } from '../journey/standing'
import { findByToken } from './find-by-token'
import { whomToAsk, type WhomToAsk } from './whom-to-ask'

export type Invitation =
  /**
   * Replaced and used links look alike: the page offers a new link to the address on file. `ask`: whoever holds such a link had one that
   * opened, so it may say whose request it was; null for a link that never was, and after erasure.
   */
  | { known: false; ask: WhomToAsk | null }
  | {
      known: true
      /** `handover`: the token came from the QR code or text message of the person's other screen. */
      kind: SessionKind
      signerId: string
      requestId: string
      mode: Mode
      qualified: boolean
      signedBy: ActOfSigning
      language: string
      requester: { name: string; color: string | null; reach: Reach | null }
      signerName: string
      documents: readonly { title: string; pages: number }[]
      place: Place
      /** Name of the person whose turn it is, at place waiting/turn. */
      waitingFor: string | null
      /** Null before the journey has begun; then where the signer goes on, which is no more than whoever has the link may know. */
      begun: Begun | null
      expiresAt: Date
    }

export async function openInvitation(context: Context, token: string): Promise<Invitation> {
  const found = await findByToken(context, context.db, token)
  if (!found) return { known: false, ask: null }
  if (found.opens === 'nothing') return { known: false, ask: await whomToAsk(context, found.signerId) }
  try {
    const journey = await standing(context, context.db, found.signerId)
    return { known: true, kind: found.opens === 'handover' ? 'handover' : 'link', ...(await shownOf(context, journey)) }
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return { known: false, ask: null }
    throw error
  }
}

/** `camera`: whether anything is still to be filmed. */
type Begun = { next: Step | null; steps: readonly { step: Step; done: boolean }[]; camera: boolean }

function begunAt({ signer, circumstances, place }: Journey): Begun {
  const steps = itinerary(signer, circumstances)
  return {
    next: stepAt(place, signer) ?? null,
    steps,
    camera: steps.some(({ step, done }) => !done && (step === 'document' || step === 'selfie' || step === 'step_up')),
  }
}

async function shownOf(context: Context, journey: Journey) {
  const { request, mode, row, profile, place, circumstances } = journey
  return {
    signerId: row.id,
    requestId: request.id,
    mode,
    qualified: context.trust(mode).qualified,
    signedBy: actOf(circumstances.policy),
    language: row.locale.slice(0, 2),
    requester: { name: request.tenant.name, color: request.tenant.color, reach: contactOf(context, request.tenant.contact).reach },
    signerName: profile.name,
    documents: request.documents.map(({ document }) => ({ title: document.name, pages: document.pages })),
    place,
    waitingFor: await awaitedName(context, place),
    begun: journey.signer.said.includes('terms_accepted') ? begunAt(journey) : null,
    expiresAt: request.expiresAt,
  }
}

/** The name of the signer whose turn it is; null when their data are erased. */
export async function awaitedName(context: Context, place: Place): Promise<string | null> {
  if (place.at !== 'waiting' || place.for !== 'turn' || !place.signer) return null
  try {
    return (await standing(context, context.db, place.signer)).profile.name
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}
