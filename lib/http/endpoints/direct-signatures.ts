// The endpoints of signatures that are made at once: from the call itself, without a page, a link or a mail.

import { Problem } from '../../domain/problem'
import { eraseDirectSignature } from '../../operations/direct/erase-direct-signature'
import { getDirectSignature } from '../../operations/direct/get-direct-signature'
import { signDocument } from '../../operations/direct/sign-document'
import { endpoint } from '../api/endpoint'
import type { UploadedFile } from '../input/uploaded-file'
import {
  DirectSignature,
  DirectSignatureParams,
  presentDirect,
  presentSigned,
  SignDocumentInput,
  SignedDocument,
} from '../schemas/direct-signature'

export const sign = endpoint(signDocument, {
  operationId: 'signDocument',
  method: 'POST',
  path: '/signatures',
  tag: 'Direct signatures',
  summary: 'Sign a document at once',
  description:
    'A simple signature for somebody whom you know: they were signed in to your own system, meant to sign, and agreed to sign electronically. You declare that by this ' +
    'call, and the audit trail inside of the PDF says so. Our seal signs (PAdES B-LTA) and names the person. The answer has the signed document, and nothing of it is kept. ' +
    'To have somebody read and sign it themselves, create a signature request.\n\n' +
    'A repetition under the same idempotency key gets the same answer for a day, byte for byte. When too many documents of your account wait, the answer is 503 with `Retry-After`.',
  problems: [
    'DOCUMENT_TOO_LARGE',
    'DOCUMENT_FORMAT_UNSUPPORTED',
    'DOCUMENT_ENCRYPTED',
    'DOCUMENT_DAMAGED',
    'DOCUMENT_LOCKED',
    'DOCUMENT_XFA',
    'DOCUMENT_ACTIVE_CONTENT',
    'DOCUMENT_GONE',
    'ANCHOR_NOT_FOUND',
    'ANCHOR_AMBIGUOUS',
  ],
  embeds: { member: 'document', scope: 'documents:write', as: sent },
  answersAnew: true,
  scope: 'requests:write',
  body: SignDocumentInput,
  view: SignedDocument,
  present: presentSigned,
})

/** The schema has refused a body without it. */
function sent(file: UploadedFile | null): { file: UploadedFile } {
  if (!file) throw new Problem('VALIDATION_FAILED.base64', { member: 'document' }).at(['document'], 'INVALID_BASE64')
  return { file }
}

export const get = endpoint(getDirectSignature, {
  operationId: 'getDirectSignature',
  method: 'GET',
  path: '/signatures/{signature_id}',
  tag: 'Direct signatures',
  summary: 'Get a direct signature',
  description: 'What is kept of it: digests, times and the audit trail. The document is not.',
  problems: ['NOT_FOUND'],
  scope: 'requests:read',
  params: DirectSignatureParams,
  view: DirectSignature,
  present: presentDirect,
})

export const erase = endpoint(eraseDirectSignature, {
  operationId: 'eraseDirectSignature',
  method: 'POST',
  path: '/signatures/{signature_id}/erase',
  tag: 'Direct signatures',
  summary: 'Erase the person of a direct signature',
  description:
    'Name, identifier, reason, file name and metadata are erased; digests and times stay. **Irreversible**. The signed PDF that you were given keeps the name.',
  problems: ['NOT_FOUND'],
  scope: 'requests:write',
  params: DirectSignatureParams,
  view: DirectSignature,
  present: presentDirect,
})
