// The step `review`: the signer reads every document to its end and accepts them.

import { z } from 'zod'
import { READ_AS } from '../../../domain/event'
import { documentsToSign } from '../../journey/revision-to-sign'
import { viewedCredentials } from '../sign/signing-view'
import { act, Id, Sha256, type StepOperations } from '../step-operations'
import { approvalText, approveDocuments } from './approve-documents'
import { viewDocument } from './view-document'

const Documents = z
  .array(z.strictObject({ id: Id, sha256: Sha256 }))
  .min(1)
  .max(20)

export const review = {
  acts: {
    view_document: act({ document: Id, sha256: Sha256, as: z.enum(READ_AS) }, viewDocument),
    approve_documents: act({ documents: Documents, text: Sha256 }, approveDocuments),
  },
  texts: (context, journey, documents) => [approvalText(context, journey, documents)],
  view: async (_, journey) => ({ credentials: viewedCredentials(journey) }),
  agree: async (context, caller, journey) => {
    const documents = await documentsToSign(context, context.db, journey)
    const read = documents.map(({ id, revision }) => ({ id, sha256: revision.sha256 }))
    for (const { id, sha256 } of read) await viewDocument(context, caller, { document: id, sha256, as: 'pages' })
    await approveDocuments(context, caller, { documents: read, text: approvalText(context, journey, documents).sha256 })
  },
} satisfies StepOperations
