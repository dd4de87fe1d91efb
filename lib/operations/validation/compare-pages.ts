// Shows somebody without an account the pages of their file that were changed after a signature. Nothing of it is kept: the file is sent once
// more, and its pictures go out with the answer.

import type { Comparison } from '../../documents/compare-pages'
import { staging, type UploadFile } from '../documents/staging'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'
import { strangers } from './strangers'

export type ComparedPages = Comparison

/** `client`: a digest of the address. `signedBytes`: what the report says of the signature. `from`: the page to begin with. */
export function comparePages(
  context: Context,
  { file, client, ...given }: { file: UploadFile; client: string; signedBytes: number; from: number },
): Promise<ComparedPages> {
  return staging(context, file, (staged, source) =>
    context.documents.run('comparePages', { ...strangers(client), sha256: staged.sha256, bytes: async () => piecesFrom(source), given }),
  )
}
