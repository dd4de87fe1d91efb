// The endpoints of a request's signers.

import { addSigner as addToRequest } from '../../operations/requests/add-signer'
import { remindSigner as sendReminder } from '../../operations/requests/remind-signer'
import { getVerification as readVerification } from '../../operations/verification/get-verification'
import { endpoint } from '../api/endpoint'
import { presentReminder, Reminder } from '../schemas/reminder'
import { RequestParams, SignerParams } from '../schemas/signature-request'
import { presentSigner, Signer } from '../schemas/signature-request-view'
import { addedSignerPath, AddSignerInput, RemindInput } from '../schemas/signer-input'
import { presentVerification, Verification } from '../schemas/verification'

export const addSigner = endpoint(addToRequest, {
  operationId: 'addSigner',
  method: 'POST',
  path: '/signature-requests/{request_id}/signers',
  tag: 'Signers',
  summary: 'Add a signer',
  description:
    'Only while `pending`, before the first signature. The new signer signs last and is invited when it is their turn. Their signature field ' +
    'makes a new version of each document, so a signer who is reviewing reads and accepts it anew.',
  problems: [
    'NOT_FOUND',
    'STATE_CONFLICT',
    'TOO_MANY_SIGNERS',
    'QES_FIELD_COUNT',
    'QES_IDENTITY_METHOD',
    'FIELD_OUT_OF_PAGE',
    'PHONE_INVALID',
    'DOCUMENT_NOT_PDF',
    'DOCUMENT_DAMAGED',
  ],
  scope: 'requests:write',
  params: RequestParams,
  body: AddSignerInput,
  pathOf: addedSignerPath,
  status: 201,
  view: Signer,
  present: presentSigner,
})

export const remindSigner = endpoint(sendReminder, {
  operationId: 'remindSigner',
  method: 'POST',
  path: '/signature-requests/{request_id}/signers/{signer_id}/remind',
  tag: 'Signers',
  summary: 'Remind a signer',
  description:
    'By mail, text message or both, also where you brought the link yourself. Three times per signer, and not more than once in 24 hours; only the ' +
    'signer whose turn it is.',
  problems: ['NOT_FOUND', 'STATE_CONFLICT', 'REMINDERS_USED', 'REMINDER_TOO_SOON'],
  scope: 'requests:write',
  params: SignerParams,
  body: RemindInput,
  view: Reminder,
  present: presentReminder,
})

export const getVerification = endpoint(readVerification, {
  operationId: 'getVerification',
  method: 'GET',
  path: '/signature-requests/{request_id}/signers/{signer_id}/verification',
  tag: 'Signers',
  summary: 'Get the identity verification of a signer',
  problems: ['NOT_FOUND'],
  scope: 'requests:read',
  params: SignerParams,
  view: Verification,
  present: presentVerification,
})
