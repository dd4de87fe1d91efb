// Another person's space: every route and every act, taken from the folders and the list of acts, answers for what is somebody else's exactly as
// for what nobody has.

import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { asInstallation, callRoute } from '../../testing/as-installation'
import { newRequest, Walk } from '../../testing/journey-walk'
import { ELENI, scriptedIdentity } from '../../testing/scripted-identity'
import { addPasskeyOf, SoftAuthenticator } from '../../testing/soft-authenticator'
import { SpaceVisit } from '../../testing/space-visit'
import { testContext, type TestContext } from '../../testing/test-context'
import { SPACE_ACTS } from '../../operations/space/acts'
import { ownPasskeys } from '../../operations/space/passkeys/own-passkeys'
import { listSpaceSessions } from '../../operations/space/entrance/space-session'

const ROUTES = readdirSync('app/api/space', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('route.ts'))

let test: TestContext
let takeAway: () => void
let anna: SpaceVisit
let john: SpaceVisit
/** John's things, by the names of the parts of addresses and of members of acts. */
let johns: Record<string, string>
const NOBODYS: Record<string, string> = {
  request: 'sreq_0000000000000000',
  document: 'doc_0000000000000000',
  certificate: 'cred_0000000000000000',
  session: 'ses_0000000000000000',
  passkey: 'pky_0000000000000000',
}

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  test = await testContext({ identity })
  takeAway = asInstallation(test, test.context)
  for (const [name, email] of [
    ['Łukasz Żółć', 'anna@example.com'],
    ['Eleni Papadopoulou', 'john@example.com'],
  ] as const) {
    if (email === 'john@example.com') Object.assign(script.mrz, ELENI)
    const made = await newRequest(test, [{ name, email, phone: email === 'john@example.com' ? '+306912345678' : '+48500123456' }])
    await (await Walk.open(test, made.signers[0]?.id ?? '')).to('signed')
    johns = { request: made.id, document: made.documents[0]?.id ?? '' }
  }
  anna = await SpaceVisit.signedIn(test, 'anna@example.com')
  john = await SpaceVisit.signedIn(test, 'john@example.com', '+306912345678')
  const caller = await john.caller()
  const [session] = await listSpaceSessions(test.context, caller)
  await addPasskeyOf(test, john, new SoftAuthenticator())
  const [passkey] = await ownPasskeys(test.context, caller)
  Object.assign(johns, { certificate: caller.credential ?? '', session: session?.id ?? '', passkey: passkey?.id ?? '' })
})
afterAll(async () => {
  takeAway()
  await test.close()
})

/** `whole`: headers and body, but for the ids. */
type Answer = { status: number; code: unknown; whole: string }

async function ask(
  file: string,
  method: 'GET' | 'POST',
  params: Record<string, string>,
  body?: object,
  cookie = anna.cookie,
): Promise<Answer> {
  const path = file.replace(/\/?route\.ts$/, '').replace(/\[(\w+)\]/g, (_, name: string) => params[name] ?? '')
  const request = new Request(`https://sign.example.com/api/space/${path}`, {
    method,
    headers: { cookie: `__Host-qsh-space=${cookie}`, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
  })
  const answer = await callRoute(`api/space/${file}`, request, params)
  const text = await answer?.text()
  const { error } = (text?.startsWith('{') ? JSON.parse(text) : {}) as { error?: { code: string } }
  const headers = JSON.stringify([...(answer?.headers ?? [])].filter(([name]) => name !== 'x-request-id'))
  const whole = Object.values({ ...params, ...(body as Record<string, string>) })
    .reduce((all, id) => all.replaceAll(id, 'an-id'), `${headers}${text ?? ''}`)
    .replaceAll(/req_\w+/g, 'a-request')
  return { status: answer?.status ?? 0, code: error?.code, whole }
}

const withIds = ROUTES.filter((file) => file.includes('['))

it('has routes that name something', () => expect(withIds.length).toBeGreaterThan(2))

it.each(withIds)('%s knows nothing of another person', async (file) => {
  const [theirs, nobodys] = [await ask(file, 'GET', johns), await ask(file, 'GET', NOBODYS)]
  expect(theirs.status).toBe(404)
  expect(theirs).toEqual(nobodys)
})

/** An input that each act takes, with the ids of whoever is meant. */
const inputs = (ids: Record<string, string>): Partial<Record<keyof typeof SPACE_ACTS, object>> => ({
  revoke_certificate: { certificate: ids['certificate'], reason: 'unspecified' },
  send_pin_code: { certificate: ids['certificate'] },
  change_pin: { certificate: ids['certificate'], pin: '490731', newPin: '718204', code: '123456' },
  end_session: { session: ids['session'] },
  remove_passkey: { passkey: ids['passkey'] },
})
const naming = Object.entries(SPACE_ACTS).flatMap(([act, { input }]) =>
  Object.keys(input.shape).some((member) => member in NOBODYS) ? [act as keyof typeof SPACE_ACTS] : [],
)

it('tries each act that names something', () => expect(naming.sort()).toEqual(Object.keys(inputs(NOBODYS)).sort()))

it.each(naming)('%s does nothing to another person', async (act) => {
  const asked = async (ids: Record<string, string>) => ask('acts/route.ts', 'POST', {}, { act, ...inputs(ids)[act] })
  const [theirs, nobodys] = [await asked(johns), await asked(NOBODYS)]
  expect(theirs.status).toBe(404)
  expect(theirs).toEqual(nobodys)
  expect((await john.caller()).level).toBe('proven')
})

it.each(ROUTES)('%s opens nothing without a session, and nothing for another site', async (file) => {
  if (/^(?:link|open|sign-in)\//.test(file)) return
  for (const method of ['GET', 'POST'] as const) {
    const answer = await ask(file, method, johns, { act: 'erase' }, 'x'.repeat(43))
    if (answer.status !== 0) expect(answer).toMatchObject({ status: 401, code: 'SESSION_ENDED' })
  }
})
