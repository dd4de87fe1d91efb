// What the page behind a link may post: open the journey, or ask for a new link. Both are forms, so they work before any script has loaded.

import { contextFor } from '../../context'
import { Problem } from '../../domain/problem'
import type { Context } from '../../operations/kernel/context'
import { firstPage } from '../../operations/access/first-page'
import { exchangeLink } from '../../operations/access/exchange-link'
import { requestNewLink, requestNewLinkFrom } from '../../operations/access/request-new-link'
import { fileHeaders } from '../answer/file-headers'
import { answered } from '../answer/answered'
import type { Answer } from '../answer/problem-response'
import { languageAtOpening } from '../../operations/access/language-of-link'
import { addressedAs, chosenLanguage, languageCookie } from '../../wording/readers-language'
import { deviceOf, sessionCookie, sessionTokenOf } from './session'

type Segment = { params: Promise<{ token: string }> }

/** 303 to the journey, with its cookie; an invalid link leads back to its page, which says so. */
export async function openLink(request: Request, segment: Segment): Promise<Response> {
  return openWith(await contextFor(), request, (await segment.params).token)
}

export function openWith(context: Context, request: Request, token: string): Promise<Response> {
  const back = `/s/${encodeURIComponent(token)}`
  const tooOften = () => seeOther(`${back}?wait=1`)
  return answered(request, { context, log: { name: 'open' }, headers: { 'referrer-policy': 'no-referrer' }, tooOften }, async ({ who }) => {
    // A forged request would have to know the token; other sites are refused all the same.
    if (request.headers.get('sec-fetch-site') === 'cross-site') return seeOther(back)
    try {
      const { signerId, sessionToken } = await exchangeLink(context, {
        token,
        device: deviceOf(request),
        sessionOf: (signer) => sessionTokenOf(request, signer, context.baseUrl),
      })
      who.signer_id = signerId
      if (sessionToken === null) return seeOther(`/sign/${signerId}`)
      const language = await languageAtOpening(context, signerId, chosenLanguage(request.headers))
      return seeOther(`/sign/${signerId}`, {
        'set-cookie': [
          sessionCookie(signerId, sessionToken, context.baseUrl),
          languageCookie(addressedAs(signerId), language, context.baseUrl),
        ],
      })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      context.log.info({ request_id: context.requestId, code: error.code }, 'a link was not opened')
      return error.code === 'RATE_LIMITED' ? tooOften() : seeOther(back)
    }
  })
}

/** A picture for the page of the link itself, which no other site may show. */
export async function firstPageOf(request: Request, segment: Segment): Promise<Response> {
  const { token } = await segment.params
  return answered(request, { log: { name: 'first-page' }, headers: { 'referrer-policy': 'no-referrer' } }, async ({ context }) => {
    if (request.headers.get('sec-fetch-site') === 'cross-site') return empty(403)
    const { name, mimeType, bytes } = await firstPage(context, token)
    return { status: 200, headers: { ...fileHeaders(name, mimeType, 'inline'), 'cache-control': 'private, max-age=600' }, body: bytes }
  })
}

/** Known and unknown links get the same answer, so that nobody learns which links exist. */
export async function renewLink(request: Request, segment: Segment): Promise<Response> {
  return renewWith(await contextFor(), request, (await segment.params).token)
}

/** From a page whose session is over: its cookie says whose it was. */
export async function renewFromSession(request: Request, segment: { params: Promise<{ signer: string }> }): Promise<Response> {
  const { signer } = await segment.params
  const context = await contextFor()
  const session = sessionTokenOf(request, signer, context.baseUrl)
  return renewed(context, request, async () => {
    if (session !== undefined) await requestNewLinkFrom(context, signer, session)
  })
}

export function renewWith(context: Context, request: Request, token: string): Promise<Response> {
  return renewed(context, request, () => requestNewLink(context, token))
}

function renewed(context: Context, request: Request, ask: () => Promise<void>): Promise<Response> {
  const tooOften = ({ extra }: Problem) => empty(429, { 'retry-after': String(extra.retryAfterSeconds ?? 600) })
  return answered(request, { context, log: { name: 'renew' }, tooOften }, async () => {
    if (request.headers.get('sec-fetch-site') === 'cross-site') return empty(403)
    await ask()
    return empty(202)
  })
}

const seeOther = (location: string, headers: Answer['headers'] = {}): Answer => empty(303, { location, ...headers })
const empty = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, headers, body: null })
