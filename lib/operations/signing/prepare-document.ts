// Prepares the signature of one signer on one document, in the form that its kind has.

import type { FormPreparation, PreparedSignature } from '../../signature/forms'
import { kindOfType } from '../../documents/kinds'
import type { DocumentToSign } from '../journey/revision-to-sign'
import type { Context } from '../kernel/context'
import { fileName } from '../kernel/file'
import { revisionBytes } from '../kernel/revisions'

/** Throws INTEGRITY_FAULT when the stored bytes are not those of the revision. */
export async function prepareDocument(
  context: Context,
  tenant: string,
  { title, mimeType, revision }: DocumentToSign,
  signing: Omit<FormPreparation, 'file' | 'signedBefore'>,
): Promise<PreparedSignature> {
  const { signature: format, extension } = kindOfType(mimeType)
  const name = fileName(title.toLowerCase().endsWith(extension) ? title.slice(0, -extension.length) : title, extension)
  const preparation = { ...signing, file: { name, mimeType }, signedBefore: revision.kind === 'signed' }
  return context.documents.run('prepare', {
    tenant,
    sha256: revision.sha256,
    bytes: () => revisionBytes(context, revision),
    given: { format, preparation },
  })
}
