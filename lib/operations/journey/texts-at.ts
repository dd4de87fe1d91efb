// Which texts a place asks to accept, in order, and whether what was sent back is what was shown.

import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'
import type { Journey } from './standing'
import { biometricConsent } from '../legal-texts/biometric-consent'
import { certificatePrivacy } from '../legal-texts/certificate-privacy'
import { personalSpaceTerms } from '../legal-texts/personal-space-terms'
import { privacyPolicy } from '../legal-texts/privacy-policy'
import { shown, type AcceptableText, type TextFacts } from '../legal-texts/shown-text'
import { termsOfUse } from '../legal-texts/terms-of-use'

export function textFacts(context: Pick<Context, 'baseUrl' | 'trust'>, journey: Pick<Journey, 'request' | 'mode'>): TextFacts {
  const trust = context.trust(journey.mode)
  return {
    requester: journey.request.tenant.name,
    service: new URL(context.baseUrl).host,
    provider: trust.provider,
    qualified: trust.qualified,
  }
}

export function termsTexts(facts: TextFacts): readonly AcceptableText[] {
  return [privacyPolicy(facts), termsOfUse(facts)].map(shown)
}

export function issuanceTexts(facts: TextFacts): readonly AcceptableText[] {
  return [certificatePrivacy(facts), personalSpaceTerms(facts), biometricConsent(facts)].map(shown)
}

/** Every text that was shown must come back, and none but those: nobody accepts what they did not see. */
export function requireShown(texts: readonly AcceptableText[], accepted: readonly string[]): void {
  const known = new Set(texts.map((text) => text.sha256))
  if (accepted.length === known.size && accepted.every((sha256) => known.has(sha256))) return
  throw new Problem('STATE_CONFLICT', 'The texts have changed since they were shown. Read the current version and accept it.')
}
