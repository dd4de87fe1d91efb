// Which bytes a signer reads, and under what name: of a PDF its newest revision; of a file in a container, or XML, the file itself.

import { kindOfType } from '../../../documents/kinds'
import type { DocumentToSign } from '../../journey/revision-to-sign'

export type FileToRead = { name: string; mimeType: string; sha256: string; sizeBytes: number; parts: readonly string[] }

/** `signed`: the signer has signed, and gets the newest signed revision. */
export function fileToRead({ title, mimeType, uploaded, revision }: DocumentToSign, signed: boolean): FileToRead {
  const kind = kindOfType(mimeType)
  const stem =
    (title.toLowerCase().endsWith(kind.extension) ? title.slice(0, -kind.extension.length) : title)
      .replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
      .trim() || 'document'
  const { sha256, sizeBytes, parts } = revision
  if (signed && revision.kind === 'signed')
    return { name: `${stem} (signed)${kind.signed.extension}`, mimeType: kind.signed.mimeType, sha256, sizeBytes, parts }
  const name = `${stem}${kind.extension}`
  if (kind.signature === 'PAdES') return { name, mimeType, sha256, sizeBytes, parts }
  return { name, mimeType, ...uploaded, parts: [uploaded.sha256] }
}
