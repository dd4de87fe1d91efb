// The legal texts of messages/<language>/legal, filled in with the facts that each depends on.

import type { SignatureType } from '../../domain/event'
import { actOf, policyOf } from '../../domain/policy'
import type { Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { shown, type AcceptableText } from './shown-text'

/** The facts that a text may depend on; the same facts always give the same characters. */
export type TextFacts = {
  language: Language
  requester: string
  service: string
  provider: string
  qualified: boolean
  /** Of the signatures that are asked for. */
  type: SignatureType
}
export type CertificateContent = {
  commonName: string
  givenNames: string
  surname: string
  country: string
  issuer: string
  validYears: number
}
export type ApprovedDocument = { title: string; pages: number; sha256: string }

const TERMS = { ses: 'simple-terms', aes: 'advanced-terms' } as const

/** Accepted at the step `terms`, before anything else. */
export function termsTexts({ language, requester, service, type, ...facts }: TextFacts): readonly AcceptableText[] {
  const say = wording(language, 'legal')
  const qualified = String(facts.qualified)
  const about = { requester, service, qualified }
  const terms =
    type === 'ses' || type === 'aes'
      ? shown(language, TERMS[type], say(`${TERMS[type]}.text`, { ...about, provider: facts.provider }))
      : shown(language, 'terms-of-use', say('terms-of-use.text', { ...about, statusOfService: worth({ language, ...facts }) }))
  return [shown(language, 'privacy-policy', say('privacy-policy.text', { requester, service, type })), terms]
}

/** Accepted before the identity is checked. The consent to biometric processing (Article 9(2)(a) GDPR) is a text and a box of its own. */
export function issuanceTexts({ language, requester, provider, qualified }: TextFacts): readonly AcceptableText[] {
  const say = wording(language, 'legal')
  const statusOfService = worth({ language, provider, qualified })
  return [
    shown(language, 'certificate-privacy', say('certificate-privacy.text', { requester, provider })),
    shown(language, 'personal-space-terms', say('personal-space-terms.text', { statusOfService })),
    shown(language, 'biometric-consent', say('biometric-consent.text', { requester, provider })),
  ]
}

/** The content of the certificate as it will be, and the words by which its holder asks for it. */
export function certificateRequest({ language, provider, qualified }: TextFacts, content: CertificateContent): AcceptableText {
  const say = wording(language, 'legal')
  const statusOfService = worth({ language, provider, qualified })
  return shown(
    language,
    'certificate-request',
    say('certificate-request.text', {
      ...content,
      given: content.givenNames === '' ? 'none' : 'some',
      provider,
      statusOfService,
    }),
  )
}

/** The words by which a signer accepts the documents: which ones, by their digests, and what follows. */
export function documentApproval({ language, requester, type }: TextFacts, documents: readonly ApprovedDocument[]): AcceptableText {
  const say = wording(language, 'legal')
  const rows = documents.map(({ title, pages, sha256 }) =>
    say('approved-document', { title: title.replaceAll('|', '\\|'), pages: String(pages), sha256 }),
  )
  const text = say('document-approval.text', {
    requester,
    count: documents.length,
    rows: rows.join('\n'),
    by: actOf(policyOf(type)),
  })
  return shown(language, 'document-approval', text)
}

/** Agreed to by the click of a simple signature: that it is meant as one, and that it is electronic (15 U.S.C. 7001(c), eIDAS Art. 25(1)). */
export function signingTexts({ language, requester }: TextFacts): readonly AcceptableText[] {
  const say = wording(language, 'legal')
  return [
    shown(language, 'signing-intent', say('signing-intent.text', { requester })),
    shown(language, 'electronic-consent', say('electronic-consent.text', { requester })),
  ]
}

/** What a signature made here is worth: the same words in every text that depends on it. */
function worth({ language, provider, qualified }: Pick<TextFacts, 'language' | 'provider' | 'qualified'>): string {
  return wording(language, 'legal')('status-of-service', { provider, qualified: String(qualified) })
}
