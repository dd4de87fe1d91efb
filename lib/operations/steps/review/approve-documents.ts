// The signer accepts all documents, exactly the bytes that were shown; what is signed later must be these.

import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, type Guard } from '../../journey/act-at'
import { documentApproval } from '../../legal-texts/legal-texts'
import { asShown, keepTexts, type AcceptableText } from '../../legal-texts/shown-text'
import { textFacts } from '../../journey/texts-at'
import type { Journey } from '../../journey/standing'
import { fileToRead } from './file-to-read'
import { documentsToSign, type DocumentToSign } from '../../journey/revision-to-sign'

export type Approval = { documents: readonly { id: string; sha256: string }[]; text: string }

export async function approveDocuments(context: Context, caller: SignerCaller, approval: Approval): Promise<void> {
  const guard: Guard = { at: ['review'], already: ({ signer }) => sameDocuments(signer.approved, approval.documents) }
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived) return
  const text = approvalText(context, arrived, await documentsToSign(context, context.db, arrived))
  await keepTexts(context, [text])
  await actAt(context, caller, guard, async (journey, tx) => {
    const documents = (await documentsToSign(context, tx, journey)).map(({ id, revision }) => ({ id, sha256: revision.sha256 }))
    if (!sameDocuments(documents, approval.documents) || approval.text !== text.sha256) throw new Problem('DOCUMENT_CHANGED.since_shown')
    const unread = documents.filter(({ id }) => !journey.signer.viewed.includes(id))
    if (unread.length > 0) throw new Problem('STATE_CONFLICT.read_first')
    return [{ type: 'documents_approved', signer: caller.signerId, documents, text: asShown(text) }]
  })
}

export function approvalText(context: Context, journey: Journey, documents: readonly DocumentToSign[]): AcceptableText {
  return documentApproval(
    textFacts(context, journey),
    documents.map((one) => ({ title: one.title, pages: one.pages, sha256: fileToRead(one, false).sha256 })),
  )
}

function sameDocuments(a: Approval['documents'] | undefined, b: Approval['documents']): boolean {
  return a?.length === b.length && a.every(({ id, sha256 }) => b.some((other) => other.id === id && other.sha256 === sha256))
}
