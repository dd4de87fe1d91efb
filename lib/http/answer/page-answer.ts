// Answers the calls of our own pages: JSON or the error envelope, never cached, always with the request id.

import { contextFor } from '../../context'
import { newId } from '../../domain/ids'
import type { Context } from '../../operations/kernel/context'
import { json, problemAnswer } from './problem-response'
import { send } from './send'

export async function pageAnswer(work: (context: Context) => Promise<unknown>): Promise<Response> {
  const context = await contextFor(newId('req'))
  const answer = await work(context).then(
    (value) => json(200, value),
    (error: unknown) => problemAnswer(context, error),
  )
  return send(answer, { 'cache-control': 'no-store', 'x-request-id': context.requestId, 'x-robots-tag': 'noindex' })
}
