// Which bytes a signer reads, and under what name: of a PDF its newest revision; of a file in a container, or XML, the file itself.

import type { Revision } from '../../../generated/prisma/client'
import { kindOfType } from '../../../documents/kinds'
import type { DocumentToSign } from '../../journey/revision-to-sign'

export type FileToRead = { name: string; mimeType: string } & Pick<Revision, 'id' | 'sha256' | 'sizeBytes' | 'parts'>

/** `signed`: the signer has signed, and gets the newest signed revision. */
export function fileToRead({ title, mimeType, uploaded, revision }: DocumentToSign, signed: boolean): FileToRead {
  const kind = kindOfType(mimeType)
  const stem =
    (title.toLowerCase().endsWith(kind.extension) ? title.slice(0, -kind.extension.length) : title)
      .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .trim() || 'document'
  const { id, sha256, sizeBytes, parts } = revision
  if (signed && revision.kind === 'signed')
    return { name: `${stem} (signed)${kind.signed.extension}`, mimeType: kind.signed.mimeType, id, sha256, sizeBytes, parts }
  const name = `${stem}${kind.extension}`
  if (kind.signature === 'PAdES') return { name, mimeType, id, sha256, sizeBytes, parts }
  return { name, mimeType, id, ...uploaded, parts: [uploaded.sha256] }
}
