// The places of the journey where nothing is proven: whoever stands there reads, confirms and agrees, a machine like anybody.

import type { Step } from '../../../domain/steps'
import type { Context, SignerCaller } from '../../kernel/context'
import { acceptCertificateRequest } from '../../steps/certificate/accept-certificate-request'
import { acceptIssuanceTerms, acceptTerms } from '../../steps/terms/accept-terms'
import { confirmDetails } from '../../steps/details/confirm-details'
import { confirmExtractedData } from '../../steps/extracted-data/confirm-extracted-data'
import type { Journey } from '../../journey/standing'
import { viewedNames } from '../../journey-view/certificate-view'
import { textsHere } from '../../journey-view/texts-here'
import { chooseNames } from '../../steps/names/choose-names'
import { sendPhoneCode } from '../../steps/names/phone-proof'
import { approveDocuments } from '../../steps/review/approve-documents'
import { documentsToSign, type DocumentToSign } from '../../journey/revision-to-sign'
import { viewDocument } from '../../steps/review/view-document'
import { TEST_PHONE } from '../../kernel/magic-address'
import { codeInOutbox } from './code-in-outbox'

/** The others need a camera, a PIN or a code. */
export type Paperwork = Exclude<Step, 'identity' | 'document' | 'selfie' | 'pin' | 'sign'>

/** Says yes to what the page of this place shows; `journey`: as it was just loaded. */
export async function agreeAt(context: Context, caller: SignerCaller, journey: Journey, here: Paperwork): Promise<unknown> {
  switch (here) {
    case 'terms':
      return acceptTerms(context, caller, { texts: await textsOf(context, journey) })
    case 'details':
      return confirmDetails(context, caller)
    case 'issuance_terms':
      return acceptIssuanceTerms(context, caller, { texts: await textsOf(context, journey) })
    case 'extracted_data':
      return confirmExtractedData(context, caller)
    case 'names':
      return nameAsOwn(context, caller, journey)
    case 'certificate':
      return acceptCertificateRequest(context, caller, { text: (await textsOf(context, journey))[0] ?? '' })
    case 'review':
      return readAndApprove(context, caller, journey)
  }
}

async function textsOf(context: Context, journey: Journey, documents: readonly DocumentToSign[] = []): Promise<string[]> {
  return (await textsHere(context, journey, documents)).map(({ sha256 }) => sha256)
}

async function nameAsOwn(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const names = await viewedNames(context, journey)
  if (!names) throw new Error('no names to choose from')
  const chosen = names.own_spelling ?? names
  const phone = journey.profile.phone ?? TEST_PHONE
  if (names.phone_code_needed) await sendPhoneCode(context, caller, { phone })
  const code = names.phone_code_needed ? { code: await codeInOutbox(context, caller.signerId, 'phone_code') } : {}
  await chooseNames(context, caller, {
    givenNames: chosen.given_names,
    surname: chosen.surname,
    spelling: names.own_spelling ? 'own' : 'document',
    phone,
    ...code,
  })
}

async function readAndApprove(context: Context, caller: SignerCaller, journey: Journey): Promise<void> {
  const documents = await documentsToSign(context.db, journey)
  const read = documents.map(({ id, revision }) => ({ id, sha256: revision.sha256 }))
  for (const { id, sha256 } of read) await viewDocument(context, caller, { document: id, sha256 })
  await approveDocuments(context, caller, { documents: read, text: (await textsOf(context, journey, documents))[0] ?? '' })
}
