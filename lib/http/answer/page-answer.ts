// Answers the calls of our own pages with JSON, which no search engine keeps.

import type { Context } from '../../operations/kernel/context'
import { readersLanguage } from '../../wording/readers-language'
import { answered } from './answered'
import { json } from './problem-response'

export function pageAnswer(request: Request, work: (context: Context) => Promise<unknown>): Promise<Response> {
  return answered(
    request,
    { log: { name: 'page' }, language: readersLanguage(request), headers: { 'x-robots-tag': 'noindex' } },
    async ({ context }) => json(200, await work(context)),
  )
}
