// The facts that fill in a signer's legal texts, and the check that the digests sent back are those of the texts shown.

import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'
import type { Journey } from './standing'
import type { TextFacts } from '../legal-texts/legal-texts'
import type { AcceptableText } from '../legal-texts/shown-text'

export function textFacts(
  context: Pick<Context, 'baseUrl' | 'trust'>,
  journey: Pick<Journey, 'request' | 'mode' | 'language' | 'state'>,
): TextFacts {
  const trust = context.trust(journey.mode)
  return {
    language: journey.language,
    requester: journey.request.tenant.name,
    service: new URL(context.baseUrl).host,
    provider: trust.provider,
    qualified: trust.qualified,
    type: journey.state.signatureType,
  }
}

/** The digests of exactly the texts that were shown must come back: nobody accepts what they did not see. */
export function requireShown(texts: readonly AcceptableText[], accepted: readonly string[]): void {
  const known = new Set(texts.map((text) => text.sha256))
  if (accepted.length === known.size && accepted.every((sha256) => known.has(sha256))) return
  throw new Problem('STATE_CONFLICT.texts_changed')
}
