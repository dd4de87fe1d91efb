// The places of the journey where nothing is proven: whoever stands there reads, confirms and agrees, a machine like anybody.

import type { Step } from '../../../domain/journey'
import type { Context, SignerCaller } from '../../context'
import { acceptCertificateRequest } from '../../credential/accept-certificate-request'
import { acceptIssuanceTerms, acceptTerms } from '../../details/accept-terms'
import { confirmDetails } from '../../details/confirm-details'
import { confirmExtractedData } from '../../identity/confirm-extracted-data'
import { standing } from '../../journey/standing'
import { journeyView } from '../../journey-view/journey-view'
import { chooseNames } from '../../names/choose-names'
import { sendPhoneCode } from '../../names/phone-proof'
import { approveDocuments } from '../../review/approve-documents'
import { viewDocument } from '../../review/view-document'
import { codeInOutbox } from './code-in-outbox'

/** The others need a camera, a PIN or a code. */
export type Paperwork = Exclude<Step, 'identity' | 'document' | 'selfie' | 'pin' | 'sign'>

/** Of a range that is reserved for fiction, so it reaches nobody; used where the request names no number. */
const TEST_PHONE = '+61491570006'

/** Says yes to what the page of this place shows. */
export async function agree(context: Context, caller: SignerCaller, here: Paperwork): Promise<unknown> {
  switch (here) {
    case 'terms': return acceptTerms(context, caller, { texts: await textsOf(context, caller) })
    case 'details': return confirmDetails(context, caller)
    case 'issuance_terms': return acceptIssuanceTerms(context, caller, { texts: await textsOf(context, caller) })
    case 'extracted_data': return confirmExtractedData(context, caller)
    case 'names': return nameAsOwn(context, caller)
    case 'certificate': return acceptCertificateRequest(context, caller, { text: (await textsOf(context, caller))[0] ?? '' })
    case 'review': return readAndApprove(context, caller)
  }
}

async function textsOf(context: Context, caller: SignerCaller): Promise<string[]> {
  return (await journeyView(context, caller)).texts.map(({ sha256 }) => sha256)
}

async function nameAsOwn(context: Context, caller: SignerCaller): Promise<void> {
  const { names } = await journeyView(context, caller)
  if (!names) throw new Error('no names to choose from')
  const chosen = names.own_spelling ?? names
  const { profile } = await standing(context, context.db, caller.signerId)
  const phone = profile.phone ?? TEST_PHONE
  if (names.phone_code_needed) await sendPhoneCode(context, caller, { phone })
  const code = names.phone_code_needed ? { code: await codeInOutbox(context, caller.signerId, 'phone_code') } : {}
  await chooseNames(context, caller, {
    givenNames: chosen.given_names, surname: chosen.surname, spelling: names.own_spelling ? 'own' : 'document', phone, ...code,
  })
}

async function readAndApprove(context: Context, caller: SignerCaller): Promise<void> {
  const { documents, texts } = await journeyView(context, caller)
  for (const { id, sha256 } of documents) await viewDocument(context, caller, { document: id, sha256 })
  await approveDocuments(context, caller, { documents: documents.map(({ id, sha256 }) => ({ id, sha256 })), text: texts[0]?.sha256 ?? '' })
}
