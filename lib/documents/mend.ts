// Makes of an uploaded PDF one that can be signed, where that takes no more than a copy: mended at its ends, or unencrypted if its owner says so.

import { decryptedCopy } from '../signature/pdf/decrypted'
import { PdfProblem } from '../signature/pdf/problem'
import { repairedCopy } from '../signature/pdf/repaired'
import { memorySource, type Source } from '../signature/pdf/source'
import type { Remark } from './kinds'

export type Mended = { source: Source; /** Absent where the upload is signed as it is. */ mended?: Buffer; remarks: readonly Remark[] }

export function mend(source: Source, { acceptDecrypted }: { acceptDecrypted: boolean }): Mended {
  const repaired = repairedCopy(source)
  const sound = repaired ? memorySource(repaired) : source
  const decrypted = decryptedIfAccepted(sound, acceptDecrypted)
  const mended = decrypted ?? repaired
  const remarks: Remark[] = [...(repaired ? (['REPAIRED'] as const) : []), ...(decrypted ? (['DECRYPTED'] as const) : [])]
  return mended ? { source: memorySource(mended), mended, remarks } : { source, remarks }
}

function decryptedIfAccepted(source: Source, accepted: boolean): Buffer | undefined {
  const copy = decryptedCopy(source)
  if (!copy || accepted) return copy
  throw new PdfProblem(
    'PDF_ENCRYPTED',
    'This PDF opens without a password, but it is encrypted, and its permissions may forbid changes. A signature can only be put on an unencrypted ' +
      'copy. If you may have that signed, upload the file again with accept_decrypted set to true; else save a copy without protection.',
  )
}
