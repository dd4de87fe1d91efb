// Why a selfie is asked for at a step-up, and whether one can be made; after one that failed, why, and what is left.

import { z } from 'zod'
import { stepUpsLeft } from '../../../domain/step-up'
import { checkBehind } from '../../credentials/age-of-check'
import type { Journey } from '../../journey/standing'
import type { Context } from '../../kernel/context'
import { reasonWords } from '../../verification/reason-words'
import { selfieAt } from '../selfie/selfie-at'
import { whyNoStepUp } from './start-step-up'

export const stepUpShown = {
  stepUp: z
    .object({
      checkedAt: z.date(),
      /** After how many days the organisation asks for a selfie. */
      afterDays: z.number(),
      /** `making`: the selfie has begun. `possible`: it can be begun. Otherwise a new check is needed. */
      state: z.enum(['making', 'possible', 'not_kept', 'no_tries_left']),
      triesLeft: z.number(),
      failure: z.object({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
    })
    .nullable()
    .default(null),
}

export async function viewedStepUp(context: Context, journey: Journey) {
  const { signer, request, check, language, credentials } = journey
  const [credential] = credentials
  const afterDays = request.tenant.stepUpAfterDays
  if (!credential || afterDays === null) return null
  const { checkedAt } = await checkBehind(context, context.db, credential)
  const triesLeft = stepUpsLeft(signer)
  const reason = check?.status === 'failed' ? check.reason : undefined
  const state = selfieAt(journey) ? 'making' : ((await whyNoStepUp(context, context.db, journey, credential)) ?? 'possible')
  const failure = reason === undefined ? null : { code: reason, ...reasonWords(language, reason) }
  return { checkedAt, afterDays, state, triesLeft, failure }
}
