// Records that a document was shown to the signer to its last page, by the digest of the bytes.

import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt } from '../../journey/act-at'
import { documentsToSign } from '../../journey/revision-to-sign'

export async function viewDocument(context: Context, caller: SignerCaller, input: { document: string; sha256: string }): Promise<void> {
  await actAt(context, caller, { at: ['review'], already: ({ signer }) => signer.approved !== undefined }, async (journey, tx) => {
    const document = (await documentsToSign(context, tx, journey)).find(({ id }) => id === input.document)
    if (!document) throw new Problem('NOT_FOUND.document_of_signer')
    if (document.revision.sha256 !== input.sha256) throw new Problem('DOCUMENT_CHANGED.since_opened')
    if (journey.signer.viewed.includes(document.id)) return []
    return [{ type: 'document_viewed', signer: caller.signerId, document: document.id, sha256: input.sha256 }]
  })
}
