// Answers the calls of our own pages with JSON, which no search engine keeps.

import type { Context } from '../../operations/kernel/context'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { answered } from './answered'
import { json } from './problem-response'

/** `language`: of what goes wrong; English for the pages of requesters. */
export function pageAnswer(request: Request, work: (context: Context) => Promise<unknown>, language = DEFAULT_LANGUAGE): Promise<Response> {
  return answered(request, { log: { name: 'page' }, language, headers: { 'x-robots-tag': 'noindex' } }, async ({ context }) =>
    json(200, await work(context)),
  )
}
