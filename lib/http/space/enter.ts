// Asking for a link to a space, and opening the space with it or with a passkey: the calls that come without a session.

import { contextFor } from '../../context'
import { openSpace } from '../../operations/space/entrance/open-space'
import { requestSpaceLink } from '../../operations/space/entrance/request-space-link'
import type { Entered } from '../../operations/space/entrance/enter-space'
import { askForPasskey, signInWithPasskey } from '../../operations/space/passkeys/sign-in-with-passkey'
import type { Context } from '../../operations/kernel/context'
import { addressedAs, chosenLanguage, languageCookie, readersLanguage } from '../../wording/readers-language'
import { answered } from '../answer/answered'
import { json, type Answer } from '../answer/problem-response'
import { readBody } from '../input/body'
import { clientDigest } from '../input/client-address'
import { parse } from '../input/parse'
import { requireSameOrigin } from '../input/same-origin'
import { PasskeySignInInput, SpaceLinkInput, SpaceOpenInput } from '../schemas/space'
import { liveIsConnected } from './mode'
import { spaceCookie, spaceDevice } from './session'

/** The same answer for every address. */
export async function askForLink(request: Request): Promise<Response> {
  const context = await contextFor()
  const language = readersLanguage(request)
  return answered(request, { context, log: { name: 'space link' }, language }, async () => {
    requireSameOrigin(request, context.baseUrl)
    const { email, test = false } = parse(SpaceLinkInput, (await readBody(context, request, 'json')).value, 'body')
    const mode = test || !liveIsConnected(context) ? 'test' : 'live'
    await requestSpaceLink(context, { email, mode, language, client: clientDigest(context, request.headers) })
    return json(202, {})
  })
}

export async function openWithLink(request: Request): Promise<Response> {
  const context = await contextFor()
  const language = readersLanguage(request)
  return answered(request, { context, log: { name: 'space open' }, language }, async () => {
    requireSameOrigin(request, context.baseUrl)
    const { token, zone } = parse(SpaceOpenInput, (await readBody(context, request, 'json')).value, 'body')
    const chosen = chosenLanguage(request.headers)
    const opened = await openSpace(context, { token, device: spaceDevice(request, zone), language, chosen })
    return entered(context, opened)
  })
}

export async function askToSignIn(request: Request): Promise<Response> {
  const context = await contextFor()
  return answered(request, { context, log: { name: 'space passkey' }, language: readersLanguage(request) }, async () => {
    requireSameOrigin(request, context.baseUrl)
    return json(200, await askForPasskey(context, { client: clientDigest(context, request.headers) }))
  })
}

export async function signIn(request: Request): Promise<Response> {
  const context = await contextFor()
  return answered(request, { context, log: { name: 'space sign-in' }, language: readersLanguage(request) }, async () => {
    requireSameOrigin(request, context.baseUrl)
    const { zone, ...answer } = parse(PasskeySignInInput, (await readBody(context, request, 'json')).value, 'body')
    const visit = { device: spaceDevice(request, zone), chosen: chosenLanguage(request.headers) }
    return entered(context, await signInWithPasskey(context, { answer, client: clientDigest(context, request.headers), ...visit }))
  })
}

function entered({ baseUrl }: Context, { cookie, language }: Entered): Answer {
  return json(200, {}, { 'set-cookie': [spaceCookie(cookie, baseUrl), languageCookie(addressedAs('space'), language, baseUrl)] })
}
