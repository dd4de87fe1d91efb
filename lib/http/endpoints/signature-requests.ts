// The endpoints of signature requests.

import { cancelSignatureRequest } from '../../operations/requests/cancel-signature-request'
import { createSignatureRequest } from '../../operations/requests/create-signature-request'
import { downloadSignedDocument } from '../../operations/completion/download-signed-document'
import { getSignatureRequest } from '../../operations/requests/get-signature-request'
import { listSignatureRequests } from '../../operations/requests/list-signature-requests'
import { endpoint } from '../api/endpoint'
import {
  CancelInput,
  creationPath,
  CreateSignatureRequestInput,
  DownloadQuery,
  ListQuery,
  RequestParams,
} from '../schemas/signature-request'
import { presentPage, presentRequest, SignatureRequest, SignatureRequestPage } from '../schemas/signature-request-view'

export const create = endpoint(createSignatureRequest, {
  operationId: 'createSignatureRequest',
  method: 'POST',
  path: '/signature-requests',
  tag: 'Signature requests',
  summary: 'Create a signature request',
  description:
    'Names the documents and the signers, or brings the document along in `document_base64`. The first signer is invited at once, ' +
    'each next when the one before has signed.',
  problems: [
    'CONTACT_MISSING',
    'QES_SIGNING_ORDER',
    'QES_FIELD_COUNT',
    'QES_AUTHENTICATION_MODE',
    'QES_IDENTITY_METHOD',
    'NOT_AT_THIS_LEVEL',
    'TOO_MANY_SIGNERS',
    'FIELD_OUT_OF_PAGE',
    'PHONE_INVALID',
    'DOCUMENT_EXPIRED',
    'DOCUMENT_TOO_LARGE',
    'STORAGE_FULL',
    'DOCUMENT_FORMAT_UNSUPPORTED',
    'DOCUMENT_NOT_PDF',
    'DOCUMENT_ENCRYPTED',
    'DOCUMENT_DAMAGED',
    'DOCUMENT_LOCKED',
    'DOCUMENT_XFA',
    'DOCUMENT_ACTIVE_CONTENT',
  ],
  embeds: { member: 'document_base64', scope: 'documents:write', as: (file) => ({ file }) },
  scope: 'requests:write',
  body: CreateSignatureRequestInput,
  pathOf: creationPath,
  status: 201,
  view: SignatureRequest,
  present: presentRequest,
  location: ({ id }) => `/v1/signature-requests/${id}`,
})

export const list = endpoint(listSignatureRequests, {
  operationId: 'listSignatureRequests',
  method: 'GET',
  path: '/signature-requests',
  tag: 'Signature requests',
  summary: 'List signature requests',
  description: 'Newest first. Pass `next_cursor` as `cursor` for the next page, with the same filters.',
  problems: ['INVALID_CURSOR'],
  scope: 'requests:read',
  query: ListQuery,
  view: SignatureRequestPage,
  present: presentPage,
})

export const get = endpoint(getSignatureRequest, {
  operationId: 'getSignatureRequest',
  method: 'GET',
  path: '/signature-requests/{request_id}',
  tag: 'Signature requests',
  summary: 'Get a signature request',
  problems: ['NOT_FOUND'],
  scope: 'requests:read',
  params: RequestParams,
  view: SignatureRequest,
  present: presentRequest,
  reads: (read) => ({ read }),
})

export const cancel = endpoint(cancelSignatureRequest, {
  operationId: 'cancelSignatureRequest',
  method: 'DELETE',
  path: '/signature-requests/{request_id}',
  tag: 'Signature requests',
  summary: 'Cancel a signature request',
  description: 'Irreversible. Only while `pending` or `in_progress`; signers who were invited are told.',
  problems: ['NOT_FOUND', 'STATE_CONFLICT'],
  scope: 'requests:write',
  params: RequestParams,
  body: CancelInput,
  view: SignatureRequest,
  present: presentRequest,
})

export const download = endpoint(downloadSignedDocument, {
  operationId: 'downloadSignedDocument',
  method: 'GET',
  path: '/signature-requests/{request_id}/download',
  tag: 'Signature requests',
  summary: 'Download the signed document',
  description:
    'Only when `completed`; with several documents name one in `document_id`. With `include=audit_trail` a ZIP with the evidence, also of a ' +
    'request that is `cancelled` or `expired`.',
  problems: ['NOT_FOUND', 'STATE_CONFLICT'],
  scope: 'requests:read',
  params: RequestParams,
  query: DownloadQuery,
  download: (file) => file,
  sends: ['application/pdf', 'application/xml', 'application/vnd.etsi.asic-e+zip', 'application/zip'],
})
