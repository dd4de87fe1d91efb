// The step `certificate`: the signer asks for the certificate in the words shown.

import { act, Sha256, type StepOperations } from '../step-operations'
import { acceptCertificateRequest, requestText } from './accept-certificate-request'
import { reopenNames } from './reopen-names'
import { viewedCertificateRequest } from './certificate-view'

export const certificate = {
  acts: {
    accept_certificate_request: act({ text: Sha256 }, acceptCertificateRequest),
    reopen_names: act({}, reopenNames),
  },
  texts: async (context, journey) => [await requestText(context, journey)],
  view: async (context, journey) => ({ certificateRequest: await viewedCertificateRequest(context, journey) }),
  agree: async (context, caller, journey) =>
    acceptCertificateRequest(context, caller, { text: (await requestText(context, journey)).sha256 }),
} satisfies StepOperations
