// The endpoints for whoever decides about a referred check of identity.

import { decideVerification as decide } from '../../operations/verification/decision/decide-verification'
import { getEvidencePicture as readPicture } from '../../operations/verification/decision/evidence-picture'
import { getVerificationEvidence as readEvidence } from '../../operations/verification/decision/get-evidence'
import { endpoint } from '../api/endpoint'
import { SignerParams } from '../schemas/signature-request'
import {
  DecisionInput,
  DecisionView,
  EvidenceView,
  PictureParams,
  presentDecision,
  presentEvidence,
} from '../schemas/verification-decision'

const BY_NAME = 'In live mode a key may do this only if its scopes name it.'

export const decideVerification = endpoint(decide, {
  operationId: 'decideVerification',
  method: 'POST',
  path: '/signature-requests/{request_id}/signers/{signer_id}/verification/decision',
  tag: 'Signers',
  summary: 'Decide about a referred identity verification',
  description:
    'A check that is neither certainly right nor certainly wrong waits for a person (`signer.verification_referred`). Approve, and the signer goes ' +
    'on; reject, and they may try again while tries are left. The signer is told by mail. The evidence names who decided, when and why. A decision ' +
    `is final and holds for exactly what the evidence showed: for another check, or other evidence, it is refused. ${BY_NAME}`,
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'STATE_CONFLICT'],
  scope: 'verifications:decide',
  params: SignerParams,
  body: DecisionInput,
  view: DecisionView,
  present: presentDecision,
})

export const getVerificationEvidence = endpoint(readEvidence, {
  operationId: 'getVerificationEvidence',
  method: 'GET',
  path: '/signature-requests/{request_id}/signers/{signer_id}/verification/evidence',
  tag: 'Signers',
  summary: 'Get the evidence of a referred identity verification',
  description:
    'What the person who decides is shown: why the check was referred, findings, what was read, and the addresses of the pictures. Only while ' +
    `the check waits for a decision. **Highly personal data.** ${BY_NAME}`,
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'STATE_CONFLICT'],
  scope: 'verifications:read',
  params: SignerParams,
  view: EvidenceView,
  present: presentEvidence,
})

export const getEvidencePicture = endpoint(readPicture, {
  operationId: 'getVerificationPicture',
  method: 'GET',
  path: '/signature-requests/{request_id}/signers/{signer_id}/verification/evidence/{picture}',
  tag: 'Signers',
  summary: 'Get a picture of a referred identity verification',
  description: `A side of the document, a still of the selfie, or its film, selfie-clip. Each look is logged, the first of each key is part of the evidence. ${BY_NAME}`,
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'STATE_CONFLICT'],
  scope: 'verifications:read',
  params: PictureParams,
  download: (file) => file,
  sends: ['image/jpeg', 'video/x-msvideo'],
})
