// Asking for a link to a space, and opening the space with it: the two calls that come without a session.

import { contextFor } from '../../context'
import { openSpace } from '../../operations/space/entrance/open-space'
import { requestSpaceLink } from '../../operations/space/entrance/request-space-link'
import { addressedAs, chosenLanguage, languageCookie, readersLanguage } from '../../wording/readers-language'
import { answered } from '../answer/answered'
import { json } from '../answer/problem-response'
import { readBody } from '../input/body'
import { clientDigest } from '../input/client-address'
import { parse } from '../input/parse'
import { requireSameOrigin } from '../input/same-origin'
import { SpaceLinkInput, SpaceOpenInput } from '../schemas/space'
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
    const cookies = [spaceCookie(opened.cookie, context.baseUrl), languageCookie(addressedAs('space'), opened.language, context.baseUrl)]
    return json(200, {}, { 'set-cookie': cookies })
  })
}
