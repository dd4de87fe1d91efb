// The endpoint that deletes a signature request for good; DELETE on the request itself cancels it.

import { z } from 'zod'
import { deleteSignatureRequest } from '../../operations/requests/delete-signature-request'
import { endpoint } from '../api/endpoint'
import { RequestParams } from '../schemas/signature-request'

const DeletedRequest = z
  .object({
    id: z.string().meta({ examples: ['sreq_7Yx4kP9nQ3mB2wR1'] }),
    deleted: z.literal(true).meta({ examples: [true] }),
    deleted_at: z.iso.datetime().meta({ examples: ['2025-01-20T08:00:00.000Z'] }),
  })
  .meta({ id: 'DeletedSignatureRequest' })

export const deleteForGood = endpoint(deleteSignatureRequest, {
  operationId: 'deleteSignatureRequest',
  method: 'POST',
  path: '/signature-requests/{request_id}/delete',
  tag: 'Signature requests',
  summary: 'Delete a signature request for good',
  description:
    'Only when it has ended: `completed`, `cancelled` or `expired`. Its signed documents, its evidence archive, the data of its signers and the pictures of ' +
    'identity checks are erased, and so are uploaded documents that no other request uses. What happened stays as a chain of events without personal data. ' +
    'Certificates stay with their issuer. **Irreversible**: download first what you must keep. From then on every read answers 410 ' +
    '`SIGNATURE_REQUEST_DELETED`, and the list leaves it out.',
  problems: ['NOT_FOUND', 'STATE_CONFLICT', 'SIGNATURE_REQUEST_DELETED'],
  scope: 'requests:write',
  params: RequestParams,
  view: DeletedRequest,
  present: ({ id, deletedAt }) => ({ id, deleted: true as const, deleted_at: deletedAt.toISOString() }),
})
