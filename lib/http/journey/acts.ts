// Which operation does which act of the journey. Every act answers the view of the place where the signer then stands.

import { checkIdentity } from '../../operations/verification/check-identity'
import type { Context, SignerCaller } from '../../operations/kernel/context'
import { acceptCertificateRequest } from '../../operations/steps/certificate/accept-certificate-request'
import { createPin } from '../../operations/steps/pin/create-pin'
import { acceptIssuanceTerms, acceptTerms } from '../../operations/steps/terms/accept-terms'
import { confirmDetails } from '../../operations/steps/details/confirm-details'
import { correctDetails } from '../../operations/steps/details/correct-details'
import { setLanguage } from '../../operations/steps/any-time/set-language'
import { confirmExtractedData, rejectExtractedData } from '../../operations/steps/extracted-data/confirm-extracted-data'
import { abandonVerification, startVerification } from '../../operations/steps/identity/start-verification'
import { submitSelfie } from '../../operations/steps/selfie/submit-selfie'
import { submitSide } from '../../operations/steps/document/submit-side'
import { refuse } from '../../operations/steps/any-time/refuse'
import { restart } from '../../operations/steps/any-time/restart'
import { journeyView } from '../../operations/journey-view/journey-view'
import { chooseNames } from '../../operations/steps/names/choose-names'
import { sendPhoneCode } from '../../operations/steps/names/phone-proof'
import { approveDocuments } from '../../operations/steps/review/approve-documents'
import { showTestDocument } from '../../operations/sandbox/show-test-document'
import { viewDocument } from '../../operations/steps/review/view-document'
import { resendCode } from '../../operations/steps/sign/resend-code'
import { sealSignature } from '../../operations/signing/seal-signature'
import { sign } from '../../operations/steps/sign/sign'
import { startSigning } from '../../operations/steps/sign/start-signing'
import type { Act, JourneyView } from '../schemas/journey'

export async function performAct(context: Context, caller: SignerCaller, act: Act): Promise<JourneyView> {
  await perform(context, caller, act)
  return journeyView(context, caller)
}

async function perform(context: Context, caller: SignerCaller, act: Act): Promise<void> {
  switch (act.act) {
    case 'accept_terms':
      return acceptTerms(context, caller, act)
    case 'confirm_details':
      return confirmDetails(context, caller)
    case 'correct_details':
      return correctDetails(context, caller, act)
    case 'accept_issuance_terms':
      return acceptIssuanceTerms(context, caller, act)
    case 'start_verification':
      return startVerification(context, caller, { country: act.country, documentType: act.document_type })
    case 'submit_side':
      return submitSide(context, caller, act)
    case 'submit_selfie':
      return decideInBackground(context, await submitSelfie(context, caller))
    case 'use_test_document':
      return decideInBackground(context, await showTestDocument(context, caller, { document: act.document_number, failWith: null }))
    case 'abandon_verification':
      return abandonVerification(context, caller)
    case 'confirm_extracted_data':
      return confirmExtractedData(context, caller)
    case 'reject_extracted_data':
      return rejectExtractedData(context, caller)
    case 'send_phone_code':
      return sendPhoneCode(context, caller, act)
    case 'choose_names':
      return chooseNames(context, caller, { ...act, givenNames: act.given_names, code: act.code })
    case 'create_pin':
      return createPin(context, caller, act)
    case 'accept_certificate_request':
      return acceptCertificateRequest(context, caller, act)
    case 'view_document':
      return viewDocument(context, caller, act)
    case 'approve_documents':
      return approveDocuments(context, caller, act)
    case 'start_signing':
      return startSigning(context, caller, act)
    case 'resend_code':
      return resendCode(context, caller, act)
    case 'sign':
      return sealNow(context, await sign(context, caller, act))
    case 'refuse':
      return refuse(context, caller, act)
    case 'restart':
      return restart(context, caller)
    case 'set_language':
      return setLanguage(context, caller, act)
  }
}

/** The page follows the check; the job that was queued takes over should this process stop. */
function decideInBackground(context: Context, verification: string | null): void {
  if (verification === null) return
  checkIdentity(context, { verification }).catch((error: unknown) =>
    context.log.warn({ verification, error }, 'the check of identity will be tried again by its job'),
  )
}

const PATIENCE_MS = 8_000

/** Usually done before the answer goes out. If not, the signature is safe, the page says so, and the job goes on. */
async function sealNow(context: Context, activation: string): Promise<void> {
  const sealed = sealSignature(context, { activation }).catch((error: unknown) =>
    context.log.warn({ activation, error }, 'sealing will be tried again by its job'),
  )
  let timer: NodeJS.Timeout | undefined
  await Promise.race([
    sealed,
    new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS)
    }),
  ])
  clearTimeout(timer)
}
