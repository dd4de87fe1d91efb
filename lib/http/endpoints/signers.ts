// The endpoints of a request's signers.

import { addSigner as addToRequest } from '../../operations/requests/add-signer'
import { remindSigner as sendReminder } from '../../operations/requests/remind-signer'
import { getAuditTrail as readTrail } from '../../operations/trail/get-audit-trail'
import { getVerification as readVerification } from '../../operations/verification/get-verification'
import { importChip as takeChip } from '../../operations/verification/import-chip'
import { endpoint } from '../api/endpoint'
import { AuditTrail, presentAuditTrail } from '../schemas/audit-trail'
import { Chip, ChipInput, presentChip } from '../schemas/chip'
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
    'NOT_AT_THIS_LEVEL',
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

export const getAuditTrail = endpoint(readTrail, {
  operationId: 'getAuditTrail',
  method: 'GET',
  path: '/signature-requests/{request_id}/signers/{signer_id}/audit-trail',
  tag: 'Signers',
  summary: 'Get the audit trail of a signer',
  description:
    'How a signer came to sign: what their signatures on PDFs carry and cover, and what is known since. The report on the whole request, with the evidence, is in `download?include=audit_trail`.',
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED'],
  scope: 'requests:read',
  params: SignerParams,
  view: AuditTrail,
  present: presentAuditTrail,
})

export const importChip = endpoint(takeChip, {
  operationId: 'importChip',
  method: 'POST',
  path: '/signature-requests/{request_id}/signers/{signer_id}/verification/chip',
  tag: 'Signers',
  summary: 'Add the chip of a document to a verification',
  description: [
    'What your own app has read of the chip of a passport or identity card (ICAO Doc 9303), while the signer is at the step `document` or `selfie`.',
    'Passive authentication against the CSCA certificates of the installation decides what it is worth; the selfie is then compared with the',
    'portrait of the chip. The same chip in the same attempt gets the same answer.',
    '',
    'A chip whose data or signature are wrong fails the attempt. Passive authentication does not exclude a copy of a chip: read it with PACE and',
    'chip or active authentication, and send nothing that did not pass.',
  ].join('\n'),
  problems: ['NOT_FOUND', 'STATE_CONFLICT', 'CHIP_UNREADABLE', 'READING_IN_PROGRESS'],
  scope: 'verifications:write',
  params: SignerParams,
  body: ChipInput,
  view: Chip,
  present: presentChip,
})
