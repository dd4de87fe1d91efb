// The server is killed around the act of signing, five times at moments of that act, or twenty times at random: each request completes, signed once, with one entry of the PIN.

import { expect, test, type Browser } from '@playwright/test'
import { random } from '../camera/image'
import { Refused } from '../journey-session'
import { latestCode } from '../outbox'
import { ownServer, type OwnServer } from '../server'
import { until } from '../until'
import { atSign, beginSigning, killAndRestart, type AtSign } from './crash-site'
import { expectAllValid } from './judged'
import { afterTheAnswer, afterTheVault, atOnce, atTheSeal, later, type Moment, type Watched } from './moments'
import { completed, seat } from './people'

/** From the act, over PIN, vault, time-stamps and validation, to well after the answer. */
const WINDOW_MS = 1_200

type Made = (watched: Watched) => Moment

async function expectSignedOnce(site: OwnServer, { asked, person }: AtSign): Promise<readonly { type: string; at: number }[]> {
  await completed(asked)
  const { events } = await expectAllValid(site, asked, [person.name], 1)
  for (const once of ['signature_authorised', 'document_signed', 'signer_signed', 'request_completed']) {
    expect(events.filter(({ type }) => type === once), once).toHaveLength(1)
  }
  expect(events.filter(({ type }) => type === 'activation_failed')).toEqual([])
  return events
}

/** How far the act had come when the server was killed. */
function reached(events: readonly { type: string; at: number }[], killed: number): string {
  const before = (type: string) => events.some((event) => event.type === type && event.at <= killed)
  return before('signer_signed') ? 'signed' : before('document_signed') ? 'sealed' : before('signature_authorised') ? 'authorised' : 'begun'
}

/** The caller sends the same act until there is an answer, as the page does. */
async function killedByHttp(site: OwnServer, momentOf: Made): Promise<string> {
  const one = await atSign(site)
  const { session, act } = await beginSigning(site, one)
  const moment = momentOf({ dataDirectory: site.dataDirectory, signer: one.signer })
  await moment(session.act(act).catch(() => undefined))
  const killed = await killAndRestart(site)
  const view = await until('an answer after the kill', () => session.act(act).catch((error: unknown) => {
    if (error instanceof Refused) throw error
    return undefined
  }))
  expect(view.place.at).not.toBe('step')
  return reached(await expectSignedOnce(site, one), killed)
}

/** The page asks again by itself; nobody types anything. */
async function killedInBrowser(site: OwnServer, browser: Browser, momentOf: Made): Promise<string> {
  const one = await atSign(site)
  const { at, context } = await seat(browser, site, one.person)
  await at.open(one.link)
  await at.goOn(['sign'])
  const since = new Date()
  await at.page.getByRole('button', { name: 'Send code' }).click()
  const fields = at.page.locator('form#sign input')
  await fields.first().fill(one.person.pin)
  await fields.nth(1).fill(await latestCode(site.baseUrl, one.person.phone, since))
  const moment = momentOf({ dataDirectory: site.dataDirectory, signer: one.signer })
  await moment(at.page.getByRole('button', { name: 'Sign now' }).click({ noWaitAfter: true }))
  const killed = await killAndRestart(site)
  await expect(at.page.getByRole('heading', { name: 'Signed.' })).toBeVisible({ timeout: 120_000 })
  await context.close()
  return reached(await expectSignedOnce(site, one), killed)
}

test('killed five times around the act of signing', async ({ browser }) => {
  test.setTimeout(900_000)
  const site = await ownServer()
  const stages = {
    'before the vault has answered': await killedByHttp(site, atOnce),
    'after the vault': await killedByHttp(site, afterTheVault),
    'at the time-stamp': await killedByHttp(site, (watched) => afterTheVault(watched, 5)),
    'at the seal': await killedInBrowser(site, browser, atTheSeal),
    'after the answer': await killedByHttp(site, afterTheAnswer),
  }
  console.log('how far the act had come at each kill:', stages)
  // A busy machine may be late with a kill, but not with all of them.
  expect(new Set(Object.values(stages)).size).toBeGreaterThan(1)
  await site.end()
})

test('killed twenty times at random around the act of signing', { tag: '@whole' }, async ({ browser }) => {
  test.setTimeout(2_400_000)
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000)
  console.log(`the moments of the kills: CRASH_SEED=${seed}`)
  const next = random(seed)
  const site = await ownServer()
  for (let number = 1; number <= 20; number++) {
    const moment = later(next() * WINDOW_MS)
    const stage = number % 2 === 0 ? await killedInBrowser(site, browser, () => moment) : await killedByHttp(site, () => moment)
    console.log(`kill ${number}: ${stage}`)
  }
  await site.end()
})
