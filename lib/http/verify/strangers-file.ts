// What the page /verify sends in: a file as it is, for somebody without an account. It is staged on the disk while it is read, and never kept.

import type { z } from 'zod'
import type { Context } from '../../operations/kernel/context'
import type { Language } from '../../wording/catalogue'
import { readersLanguage } from '../../wording/readers-language'
import { answered } from '../answer/answered'
import type { Answer } from '../answer/problem-response'
import { pieces } from '../input/body-pieces'
import { clientDigest } from '../input/client-address'
import { parse } from '../input/parse'
import { requireSameOrigin } from '../input/same-origin'
import { FileSink, LARGEST_SIGNED_FILE, type UploadedFile } from '../input/uploaded-file'
import { queryOf } from '../node/sent-query'

/** `client`: a digest of the address. */
type Sent<Q> = { context: Context; file: UploadedFile; client: string; asked: Q; language: Language }

/** `query`: what else is asked. `work` takes the staged file, and discards it. */
export function withStrangersFile<Q>(request: Request, query: z.ZodType<Q>, work: (sent: Sent<Q>) => Promise<Answer>): Promise<Response> {
  const language = readersLanguage(request)
  const headers = { 'x-robots-tag': 'noindex' }
  return answered(request, { log: { name: 'verify' }, language, headers }, async ({ context }) => {
    requireSameOrigin(request, context.baseUrl)
    const asked = parse(query, Object.fromEntries(queryOf(request)), 'query')
    const stage = await context.blobs.stage()
    const sink = new FileSink(stage, LARGEST_SIGNED_FILE)
    try {
      for await (const piece of pieces(request)) await sink.write(Buffer.from(piece))
      const file = { name: 'file', mimeType: '', staged: await sink.finish() }
      return await work({ context, file, client: clientDigest(context, request.headers), asked, language })
    } catch (error) {
      await stage.discard()
      throw error
    }
  })
}
