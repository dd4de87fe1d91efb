// Records that a document was read to its end, by the digest of the bytes, and in which way.

import type { ReadAs } from '../../../domain/event'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt } from '../../journey/act-at'
import { documentsToSign } from '../../journey/revision-to-sign'

type Viewing = { document: string; sha256: string; as: ReadAs }

export async function viewDocument(context: Context, caller: SignerCaller, input: Viewing): Promise<void> {
  await actAt(context, caller, { at: ['review'], already: ({ signer }) => signer.approved !== undefined }, async (journey, tx) => {
    const document = (await documentsToSign(context, tx, journey)).find(({ id }) => id === input.document)
    if (!document) throw new Problem('NOT_FOUND.document_of_signer')
    if (document.revision.sha256 !== input.sha256) throw new Problem('DOCUMENT_CHANGED.since_opened')
    if (journey.signer.viewed.includes(document.id)) return []
    return [{ type: 'document_viewed', signer: caller.signerId, document: document.id, sha256: input.sha256, as: input.as }]
  })
}
