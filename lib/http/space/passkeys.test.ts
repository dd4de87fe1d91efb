// The calls of passkeys over HTTP: the cookie that a right answer brings, and what is refused before anybody reads it.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { asInstallation, callRoute } from '../../testing/as-installation'
import { newRequest } from '../../testing/journey-walk'
import { SoftAuthenticator } from '../../testing/soft-authenticator'
import { SpaceVisit } from '../../testing/space-visit'
import { testContext, type TestContext } from '../../testing/test-context'
import { findSpaceSession } from '../../operations/space/entrance/space-session'

const OWN = { 'sec-fetch-site': 'same-origin' }
const COOKIE = '__Host-qsh-space'

let test: TestContext
let takeAway: () => void
let visit: SpaceVisit
const authenticator = new SoftAuthenticator()

beforeAll(async () => {
  test = await testContext()
  takeAway = asInstallation(test, test.context)
  await newRequest(test, [{ name: 'Eva Green', email: 'eva@example.com' }])
  visit = await SpaceVisit.open(test, 'eva@example.com')
})
afterAll(async () => {
  takeAway()
  await test.close()
})

async function ask(path: string, body: object, headers: Record<string, string> = OWN): Promise<Response> {
  const request = new Request(`https://sign.example.com/api/space/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  const answer = await callRoute(`api/space/${path}/route.ts`, request, {})
  if (!answer) throw new Error(`no route ${path}`)
  return answer
}
const codeOf = async (answer: Response) => ((await answer.json()) as { error?: { code: string } }).error?.code
const signedIn = () => ({ ...OWN, cookie: `${COOKIE}=${visit.cookie}` })
const challenge = async () => (await (await ask('sign-in/options', {})).json()) as { challenge: string; rpId: string }

it('adds a passkey in a session, and signs in with it without one', async () => {
  const offer = (await (await ask('passkeys/options', {}, signedIn())).json()) as Parameters<SoftAuthenticator['make']>[0]
  const added = await ask('passkeys', { ...authenticator.make(offer), zone: 'Europe/Warsaw' }, signedIn())
  expect([added.status, await added.json()]).toEqual([200, { level: 'documents', open: true }])
  const question = await challenge()
  expect(question).toMatchObject({ rpId: 'sign.example.com', userVerification: 'required' })
  expect(question).not.toHaveProperty('allowCredentials')
  const answer = await ask('sign-in', authenticator.sign(question))
  expect([answer.status, await answer.json()]).toEqual([200, {}])
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith(COOKIE))
  expect(cookie).toMatch(/HttpOnly; SameSite=Strict; Max-Age=\d+; Secure$/)
  expect(await findSpaceSession(test.context, /=([^;]+)/.exec(cookie ?? '')?.[1] ?? '')).toMatchObject({ level: 'documents' })
})

it.each(['sign-in', 'sign-in/options', 'passkeys', 'passkeys/options'])('%s takes nothing from another site', async (path) => {
  const answer = await ask(path, {}, { ...signedIn(), 'sec-fetch-site': 'cross-site' })
  expect([answer.status, await codeOf(answer)]).toEqual([403, 'FORBIDDEN'])
})

it('takes no more and no other than an authenticator answers', async () => {
  const right = authenticator.sign(await challenge())
  const strange = [
    { ...right, more: 'x' },
    { ...right, signature: '+/' },
    { ...right, userHandle: 'A'.repeat(87) },
    { ...right, id: 'A'.repeat(1365) },
  ]
  for (const body of strange) expect((await ask('sign-in', body)).status).toBe(422)
  expect((await ask('sign-in', { ...right, signature: 'A'.repeat(9000) })).status).toBe(400)
  expect((await ask('sign-in', right)).status).toBe(200)
})
