// Prepares the signature of one signer on one document, in the form that its kind has.

import type { FormPreparation, PreparedSignature } from '../../signature/forms'
import { kindOfType } from '../../documents/kinds'
import type { DocumentToSign } from '../journey/revision-to-sign'
import type { Context } from '../kernel/context'
import { fileName } from '../kernel/file'
import { piecesOf } from '../kernel/stored-bytes'

/** Throws when the stored bytes are not those of the revision. */
export async function prepareDocument(
  context: Context,
  tenant: string,
  { title, mimeType, revision }: DocumentToSign,
  signing: Omit<FormPreparation, 'file' | 'signedBefore'>,
): Promise<PreparedSignature> {
  const { signature: format, extension } = kindOfType(mimeType)
  const name = fileName(title.toLowerCase().endsWith(extension) ? title.slice(0, -extension.length) : title, extension)
  const preparation = { ...signing, file: { name, mimeType }, signedBefore: revision.kind === 'signed' }
  const made = await context.documents.run('prepare', {
    tenant,
    sha256: revision.sha256,
    bytes: () => piecesOf(context, revision.parts),
    given: { format, preparation },
  })
  if (made.prepared.baseSha256 !== revision.sha256) throw new Error(`revision ${revision.id} does not have the bytes it was stored with`)
  return made
}
