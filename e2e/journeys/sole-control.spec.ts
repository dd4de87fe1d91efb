// Whoever holds the link is not the person: while Anna signs, others with her link spy, take over, and ask for her certificate in a later
// request of another organisation. They come no further than a selfie, and the evidence names what they did.

import { expect, type Browser, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { placed } from '../scene'
import { words } from '../words'
import { accountsOf } from '../run'
import { SignerAtWork } from '../signer-at-work'
import { anna, ask, completed, DESK, seat, type Person } from './people'
import { test } from './product'

/** Where the requester would send the codes. */
const THEIR_PHONE = '+48600900900'

test('holders of the link spy and take over: they read nothing, go on nowhere, and the person finishes what she began', async ({
  browser,
  product,
}, { workerIndex }) => {
  const person = anna()
  const scene = await placed(product, [person], 'selfie')
  const link = scene.links[0] ?? ''
  const desk = await seat(browser, product, person)
  await desk.at.open(link)
  await desk.at.reach('extracted_data')

  await test.step('a session that only holds the link sees that she is at it, and nothing that was read of her', async () => {
    const spy = await stranger(browser, link)
    await expect(spy.getByRole('heading', { level: 1 })).toHaveText(words('journey.otherDevice.titleDesk'))
    expect(JSON.stringify(await call(spy, ''))).not.toMatch(/KOWALSKA|POL|1985/)
    expect((await call(spy, '/portrait')).status).toBe(409)
    expect((await act(spy, { act: 'confirm_extracted_data' })).status).toBe(409)
    await spy.context().close()
  })

  await desk.at.reach('pin')
  const requester = await test.step('the requester, who has the link from the API, takes over with a phone of their own', async () => {
    const thief = await stranger(browser, scene.request.signers[0]?.signing_url ?? '')
    await takeOver(thief)
    await refusedPastTheSelfie(thief, AT_NAMES)
    await expect(desk.at.page.getByRole('heading', { level: 1 })).toHaveText(words('journey.otherDevice.titleDesk'))
    return thief
  })

  await test.step('the person takes her journey back and need not make anything twice', async () => {
    await desk.at.reach('pin')
  })

  await test.step('somebody to whom the mail was forwarded takes over before her PIN exists, as the requester did', async () => {
    const thief = await stranger(browser, link)
    await takeOver(thief)
    await refusedPastTheSelfie(thief, AT_PIN)
    await expect(desk.at.page.getByRole('heading', { level: 1 })).toHaveText(words('journey.otherDevice.titleDesk'))
    await desk.at.reach('done')
    await thief.context().close()
    await requester.context().close()
  })
  await completed(scene)
  await desk.context.close()

  await test.step('the evidence names the devices, and each act of the signer is of the session that made it', async () => {
    const events = await eventsOf(await scene.api.download(scene.request.id, { include: 'audit_trail' }))
    const takenBy = events.filter(({ fact }) => fact.type === 'device_taken_over').map(({ session }) => session)
    // The requester, the desk, the other holder, the desk.
    const [first, own, second, last] = takenBy
    expect([takenBy.length, last]).toEqual([4, own])
    expect(new Set([own, first, second]).size).toBe(3)
    const bound = ['selfie_captured', 'extracted_data_confirmed', 'phone_confirmed', 'pin_created', 'certificate_issued', 'document_signed']
    for (const { session, fact } of events) if (bound.includes(fact.type) && session) expect(session).toBe(own)
  })

  await test.step('in a later request of another organisation her address opens nothing of hers', async () => {
    const theirs = { ...product, apiKey: accountsOf(workerIndex).theirs.keys[0] ?? '' }
    const victim: Person = { ...person, phone: THEIR_PHONE }
    const later = await ask(theirs, [victim])
    const thief = await stranger(browser, later.links[0] ?? '')
    const walking = new SignerAtWork(thief, product, victim)
    expect(await walking.goOn(['details'])).toBe('details')
    const view = await call(thief, '')
    expect(view.body).toMatchObject({ credentials: [] })
    expect(JSON.stringify(view.body)).not.toContain('KOWALSKA')
    for (const box of await thief.locator('main').getByRole('checkbox').all()) await box.check()
    await thief.getByRole('button', { name: words('journey.details.signedBefore') }).click()
    await thief.getByRole('button', { name: words('journey.details.before.send') }).waitFor()
    // The code goes to the phone of the certificate, which the thief has not.
    expect((await act(thief, { act: 'send_holder_code' })).status).toBe(200)
    expect((await act(thief, { act: 'prove_holder', code: '000000' })).status).toBe(422)
    await thief.reload()
    expect(await walking.goOn(['identity', 'review', 'sign'])).toBe('identity')
    await thief.context().close()
  })
})

/** A browser that has the link and nothing else, at the page behind it. */
async function stranger(browser: Browser, link: string): Promise<Page> {
  const context = await browser.newContext({ viewport: DESK, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(link)
  await page.getByRole('button', { name: /^(Start|Continue where I left off|Continue here|Show my documents)$/ }).click()
  await page.waitForURL(/\/sign\//)
  return page
}

async function takeOver(page: Page): Promise<void> {
  await page.getByRole('button', { name: words('journey.otherDevice.takeOver') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('journey.selfie.title'))
}

/** What the person would do next. What she has done is answered as done, and nothing is added to it. */
const AT_NAMES = [
  { act: 'send_phone_code', phone: THEIR_PHONE },
  { act: 'choose_names', givenNames: ['ANNA'], surname: 'KOWALSKA', spelling: 'document', phone: THEIR_PHONE, code: '123456' },
]
const AT_PIN = [{ act: 'create_pin', pin: '271828' }]
const LATER = [{ act: 'accept_certificate_request', text: '0'.repeat(64) }, { act: 'submit_selfie' }]

async function refusedPastTheSelfie(page: Page, next: readonly { act: string }[]): Promise<void> {
  for (const wish of [...next, ...LATER]) expect([wish.act, (await act(page, wish)).status]).toEqual([wish.act, 409])
  expect(JSON.stringify((await call(page, '')).body)).not.toMatch(/KOWALSKA/)
  expect((await call(page, '/portrait')).status).toBe(404)
}

type Answer = { status: number; body: unknown }

/** As the page itself asks, with its cookie and its origin. */
const call = (page: Page, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ([rest, posted]) => {
      const address = `${location.pathname.replace('/sign/', '/api/journey/')}${rest}`
      const answer = await fetch(
        address,
        posted === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(posted) },
      )
      return { status: answer.status, body: await answer.json().catch(() => null) }
    },
    [path, body] as const,
  )

const act = (page: Page, wish: object): Promise<Answer> => call(page, '/acts', wish)

type Told = { session?: string; fact: { type: string } }
async function eventsOf(archive: Uint8Array): Promise<Told[]> {
  return JSON.parse(Buffer.from(unzipSync(archive)['events.json'] ?? []).toString()) as Told[]
}
