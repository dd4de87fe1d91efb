// The texts that the present place asks to accept, in order.

import type { Context } from '../kernel/context'
import { requestText } from '../steps/certificate/accept-certificate-request'
import type { Journey } from '../journey/standing'
import { approvalText } from '../steps/review/approve-documents'
import type { DocumentToSign } from '../journey/revision-to-sign'
import { issuanceTexts, termsTexts } from '../legal-texts/legal-texts'
import type { AcceptableText } from '../legal-texts/shown-text'
import { textFacts } from '../journey/texts-at'

export async function textsHere(context: Context, journey: Journey, documents: readonly DocumentToSign[]) {
  const texts = await textsAt(context, journey, documents)
  return texts.map(({ language: _, ...text }) => ({ ...text, summary: [...text.summary] }))
}

async function textsAt(context: Context, journey: Journey, documents: readonly DocumentToSign[]): Promise<readonly AcceptableText[]> {
  const { place } = journey
  if (place.at !== 'step') return []
  switch (place.step) {
    case 'terms':
      return termsTexts(textFacts(context, journey))
    case 'issuance_terms':
      return issuanceTexts(textFacts(context, journey))
    case 'certificate':
      return [await requestText(context, journey)]
    case 'review':
      return [approvalText(context, journey, documents)]
    case 'details':
    case 'identity':
    case 'document':
    case 'selfie':
    case 'extracted_data':
    case 'names':
    case 'pin':
    case 'sign':
      return []
  }
}
