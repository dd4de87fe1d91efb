// The evidence archive as it is handed out: the sealed part, the signed documents, and the pictures that may still be kept.

import { Problem } from '../../domain/problem'
import type { Context } from '../context'
import type { RequestRow } from '../request/get-signature-request'
import { documentFiles, pictures } from './seal-evidence'
import { readStoredZip, storedZip } from './stored-zip'

export async function evidenceArchive(context: Context, row: RequestRow): Promise<Buffer> {
  if (row.evidenceBlob === null) {
    throw new Problem('UNAVAILABLE', 'The evidence of this request is being sealed at this moment. Try again in a few seconds.', { retryAfterSeconds: 5 })
  }
  const sealed = readStoredZip(await context.blobs.get(row.evidenceBlob))
  return storedZip([...(await documentFiles(context, row)), ...sealed, ...(await pictures(context, row))])
}
