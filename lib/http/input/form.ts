// Reads the form of an upload: small text fields, and one file that goes to disk piece by piece.

import type { BlobStage } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { readParts, textSink, type PartHead, type Sink } from './multipart'
import { FileSink, LARGEST_FILE, MEGABYTE, MOST_COUNTED, type UploadedFile } from './uploaded-file'

export type Form = { fields: Record<string, string>; file: UploadedFile | null }

const MOST_PARTS = 20

/** `stage` opens a staged blob for the file of at most `largest` bytes. The blob is discarded when this function throws. */
export async function readForm(request: Request, stage: () => Promise<BlobStage>, largest = LARGEST_FILE): Promise<Form> {
  const fields = new Map<string, string>()
  let file: UploadedFile | null = null
  let staging: BlobStage | undefined

  const openField = ({ name, fileName }: PartHead): Sink => {
    if (fileName !== null) throw new Problem('MALFORMED_REQUEST.multipart_file_elsewhere', { name })
    return textSink(name, (text) => {
      if (fields.has(name)) throw new Problem('MALFORMED_REQUEST.multipart_two_parts', { name })
      fields.set(name, text)
    })
  }
  const openFile = async ({ fileName, mimeType }: PartHead): Promise<Sink> => {
    if (staging) throw new Problem('MALFORMED_REQUEST.multipart_two_files')
    staging = await stage()
    const sink = new FileSink(staging, largest)
    return {
      write: (chunk) => sink.write(chunk),
      end: async () => {
        file = { name: fileName ?? 'document.pdf', mimeType, staged: await sink.finish() }
      },
    }
  }
  // The limit is for bytes before the first part and after the last one, which are ignored and might never end.
  const most = { parts: MOST_PARTS, bytes: MOST_COUNTED + MEGABYTE, refusal: () => new Problem('MALFORMED_REQUEST.multipart_endless') }
  try {
    await readParts(request, most, (head) => (head.name === 'file' ? openFile(head) : openField(head)))
    return { fields: Object.fromEntries(fields), file }
  } catch (error) {
    await staging?.discard()
    throw error
  }
}
