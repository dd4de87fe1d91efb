// The evidence archive as it is handed out: the sealed part, the signed documents, and the pictures whose retention has not ended.

import { Problem } from '../../domain/problem'
import { readStoredZip } from '../../signature/zip/stored'
import type { Context } from '../kernel/context'
import type { RequestRow } from '../requests/request-row'
import type { Pieces } from '../kernel/stored-bytes'
import { documentFiles, pictures } from './seal-evidence'
import { streamedZip } from '../kernel/streamed-zip'

export async function evidenceArchive(context: Context, row: RequestRow): Promise<{ bytes: Pieces; sha256: string }> {
  if (row.evidenceBlob === null) {
    throw new Problem(
      'UNAVAILABLE.sealing',
      {},
      {
        retryAfterSeconds: 5,
      },
    )
  }
  const sealed = readStoredZip(await context.blobs.get(row.evidenceBlob))
  return streamedZip([...(await documentFiles(context, row)), ...sealed, ...(await pictures(context, row))])
}
