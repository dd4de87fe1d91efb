// The check whose selfie is being made at the signer's place: that of a document, or the step-up of a saved identity.

import type { Verification } from '../../../domain/signer-state'
import { isStepUp, type StepUp } from '../../../domain/step-up'
import { isDone, stepNamed, type Step } from '../../../domain/steps'
import type { Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'

const AT: readonly Step[] = ['selfie', 'step_up']

/** The guard of the acts of a selfie, before it is submitted. */
export const MAKING = { at: AT } satisfies Guard

/** The guard of the act that submits it: sent twice, it is done. */
export const SUBMITTING: Guard = {
  at: AT,
  already: ({ check, signer }) =>
    check && isStepUp(check) ? check.selfie && check.status !== 'failed' : isDone(stepNamed('selfie'), signer),
}

/** Undefined elsewhere, and where the selfie of a step-up is still to be begun. */
export function selfieAt({ place, check }: Pick<Journey, 'place' | 'check'>): StepUp | Verification | undefined {
  const isHere = place.at === 'step' && AT.includes(place.step)
  return isHere && check?.status !== 'failed' ? check : undefined
}

/** Whether the signer wants no software to compare their face. Whoever makes a step-up has agreed to exactly that comparison. */
export function isUncompared({ check, signer }: Pick<Journey, 'check' | 'signer'>): boolean {
  return signer.uncompared === true && !(check && isStepUp(check))
}
