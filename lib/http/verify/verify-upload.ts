// Answers the page /verify: the body is a file as it is, and the answer is that of POST /v1/validate, with the digest of the file.

import { verifyForAnyone } from '../../operations/validation/verify-for-anyone'
import { readersLanguage } from '../../wording/readers-language'
import { answered } from '../answer/answered'
import { json } from '../answer/problem-response'
import { pieces } from '../input/body-pieces'
import { requireSameOrigin } from '../input/same-origin'
import { FileSink, LARGEST_SIGNED_FILE } from '../input/uploaded-file'
import { presentVerified } from '../schemas/validation'

export function verifyUpload(request: Request): Promise<Response> {
  const headers = { 'x-robots-tag': 'noindex' }
  return answered(request, { log: { name: 'verify' }, language: readersLanguage(request), headers }, async ({ context }) => {
    requireSameOrigin(request, context.baseUrl)
    const stage = await context.blobs.stage()
    const sink = new FileSink(stage, LARGEST_SIGNED_FILE)
    try {
      for await (const piece of pieces(request)) await sink.write(Buffer.from(piece))
      const staged = await sink.finish()
      return json(200, presentVerified(await verifyForAnyone(context, { file: { name: 'file', mimeType: '', staged } })))
    } catch (error) {
      await stage.discard()
      throw error
    }
  })
}
