// The endpoint of the Verified Identity Proof.

import { getIdentityProof } from '../../operations/proof/get-identity-proof'
import { endpoint } from '../api/endpoint'
import { SignerParams } from '../schemas/signature-request'

export const identityProof = endpoint(getIdentityProof, {
  operationId: 'getIdentityProof',
  method: 'GET',
  path: '/signature-requests/{request_id}/signers/{signer_id}/identity-proof',
  tag: 'Signers',
  summary: 'Download the Verified Identity Proof',
  description:
    'A sealed PDF with the report of the identity check (document data, findings with score, limit and model, challenges, times) and its pictures. ' +
    'Available from `signer.identification_succeeded` on, for qualified signatures whose signer was identified by video in this very request, until the ' +
    'retention of the check ends after 90 days or the request is deleted, with the plans `business` and `enterprise`. Each download is written to the ' +
    'evidence. **Highly personal data**: download it only when it is needed, and store it safely.',
  problems: [
    'NOT_FOUND',
    'SIGNATURE_REQUEST_DELETED',
    'PROOF_NOT_QES',
    'PLAN_REQUIRED',
    'PROOF_SAVED_IDENTITY',
    'PROOF_NOT_VERIFIED',
    'PROOF_ANONYMISED',
  ],
  scope: 'requests:read',
  params: SignerParams,
  download: (file) => file,
  sends: ['application/pdf'],
})
