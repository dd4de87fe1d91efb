// A closed set is the same list in the domain and in the database, in the same order; the API takes its lists from one of the two.

import { expect, it } from 'vitest'
import { CAPTURE_STAGES, DOCUMENT_PICTURES, DOCUMENT_TYPES } from '../../domain/capture'
import { ACTORS, MODES, SIGNATURE_TYPES } from '../../domain/event'
import type { WebhookError } from '../../domain/ports'
import { REQUEST_STATUSES, SIGNER_STATUSES } from '../../domain/request'
import * as sets from '../../generated/prisma/enums'

it.each([
  ['modes', MODES, sets.Mode],
  ['actors', ACTORS, sets.Actor],
  ['signature types', SIGNATURE_TYPES, sets.SignatureType],
  ['statuses of a request', REQUEST_STATUSES, sets.RequestStatus],
  ['statuses of a signer', SIGNER_STATUSES, sets.SignerStatus],
  ['types of documents', DOCUMENT_TYPES, sets.DocumentType],
  ['pictures of a document', [...DOCUMENT_PICTURES, 'selfie'], sets.DocumentPictureOf],
  ['stages of a capture', CAPTURE_STAGES, sets.CaptureStage],
])('%s', (_, inTheDomain, inTheDatabase) => {
  expect(Object.values(inTheDatabase)).toEqual(inTheDomain)
})

it('what can keep a receiver from answering is a reason why an attempt does not count', () => {
  // The compiler checks this line: every WebhookError of the port must be an AttemptError of the database.
  const known = (error: WebhookError): sets.AttemptError => error
  expect(known('timeout')).toBe('timeout')
})
