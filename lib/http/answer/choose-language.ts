// What the switch of languages posts, a form that works before any script has loaded: the choice as a cookie, and the way back to the page.

import { contextFor } from '../../context'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { CHOSEN, languageCookie, languageIfKnown } from '../../wording/readers-language'
import { wholeBody } from '../input/body-pieces'
import { bodyLimitOf } from '../input/route-limits'
import { answered } from './answered'

/** An address of our own: a host never follows the first slash. */
const OWN_PATH = /^\/(?![/\\])[\w\-.~%/]*(?:\?[\w\-.~%=&+]*)?$/

export async function chooseOnPage(request: Request): Promise<Response> {
  return chooseWith(await contextFor(), request)
}

export function chooseWith(context: Context, request: Request): Promise<Response> {
  return answered(request, { context, log: { name: 'language' }, headers: { 'referrer-policy': 'no-referrer' } }, async () => {
    const sent = await formOf(request)
    const language = languageIfKnown(sent.get('language') ?? '')
    const back = sent.get('back') ?? ''
    if (language === null || !OWN_PATH.test(back)) throw new Problem('MALFORMED_REQUEST.unexpected')
    // Another site may not choose for its visitors.
    const isOwn = request.headers.get('sec-fetch-site') !== 'cross-site'
    const cookie = isOwn ? { 'set-cookie': languageCookie(CHOSEN, language, context.baseUrl) } : {}
    return { status: 303, headers: { location: back, ...cookie }, body: null }
  })
}

async function formOf(request: Request): Promise<URLSearchParams> {
  const body = await wholeBody(request, bodyLimitOf(request), () => new Problem('MALFORMED_REQUEST.unexpected'))
  return new URLSearchParams(body.toString('utf8'))
}
