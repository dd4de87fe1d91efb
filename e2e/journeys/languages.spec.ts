// Every page that a signer meets, in each language, at 360 px: nothing cut, nothing in English, no key. A language that nobody speaks comes
// first; its words are two fifths longer.

import { expect, type Browser, type Page } from '@playwright/test'
import type { JourneyView } from '../../lib/http/schemas/journey'
import { PSEUDO } from '../../lib/testing/pseudo-language'
import { LANGUAGES } from '../../lib/wording/catalogue'
import { latestCode, latestSpaceLink, mailsTo } from '../outbox'
import { pseudoServer } from '../pseudo-server'
import { placed } from '../scene'
import type { OwnServer, RunningServer } from '../server'
import { WHOLE } from '../whole'
import { faultsOfPage } from './in-language'
import { anna, completed, PHONE, type Person } from './people'
import { test as withProduct } from './product'
import { samplePdf } from './sample-pdf'
import { VIEWS } from './views'

const SPOKEN: readonly string[] = [PSEUDO, ...LANGUAGES.filter((language) => language !== 'en')]
/** Pages by the server, and mails: what is not translated, or too wide, shows in the first; the other has letters that a font may lack. */
const FOLLOWED: readonly string[] = WHOLE ? SPOKEN : [PSEUDO, 'pl']

const test = withProduct.extend<object, { pseudo: OwnServer }>({
  pseudo: [
    async ({}, provide) => {
      const server = await pseudoServer()
      await provide(server)
      await server.end()
    },
    { scope: 'worker', timeout: 600_000 },
  ],
})

// One worker, so that one server speaks the language that nobody does.
test.describe.configure({ mode: 'default' })

for (const language of SPOKEN) {
  test(`${language}: every place of the journey, with what is written in it by others`, async ({ browser, product, pseudo }) => {
    const { page, close } = await reader(browser, language === PSEUDO ? pseudo : product)
    await page.context().addCookies([{ name: 'language', value: language, url: (language === PSEUDO ? pseudo : product).baseUrl }])
    const faults: Record<string, string[]> = {}
    let shown: object = {}
    await page.route('**/api/journey/**', async (route) => {
      const { pathname } = new URL(route.request().url())
      if (pathname.includes('/documents/')) return route.fulfill({ body: await samplePdf(2), contentType: 'application/pdf' })
      return route.fulfill({ json: shown })
    })
    for (const [name, view] of Object.entries(VIEWS)) {
      shown = view
      await showNow(page, view.place)
      const found = await faultsOfPage(page, stringsOf(view))
      if (found.length > 0) faults[name] = found
    }
    expect(faults).toEqual({})
    await close()
  })
}

for (const language of FOLLOWED) {
  test(`${language}: link, journey, status, space and verify follow how the signer is addressed, and so do mails`, async ({
    browser,
    product,
    pseudo,
  }) => {
    const server = language === PSEUDO ? pseudo : product
    const person = { ...anna(), locale: `${language}-PL` }
    const quoted = [person.name, 'Example Bank', 'contract-1', person.email]
    const { page, close } = await reader(browser, server)
    const isRight = async (): Promise<void> => {
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect([page.url(), await faultsOfPage(page, quoted)]).toEqual([page.url(), []])
    }
    const asked = await placed(server, [person], 'details')
    await page.goto(asked.links[0] ?? '')
    await isRight()
    await page.locator('main form button[type=submit]').click()
    await expect(page.locator('main h1')).toBeVisible()
    await isRight()
    await page.goto(asked.request.signing_url)
    await choose(page, language)
    await isRight()
    await page.goto('/verify')
    await isRight()
    const signer = { ...anna(), locale: language }
    const signed = await placed(server, [signer], 'signed')
    await completed(signed)
    // Files are stored as they are: the evidence says in which language each text was shown, and the trail is in it.
    const archive = (await signed.api.download(signed.request.id, { include: 'audit_trail' })).toString('latin1')
    expect([...archive.matchAll(/"language": ?"(\w+)"/g)].map(([, shown]) => shown)).toContain(language)
    expect(archive).not.toMatch(/"language": ?"en"/)
    expect(archive).toContain(`<html lang="${language}">`)
    for (const mail of await mailsTo(server, signer.email)) expect(mail.html).toContain(`<html lang="${language}">`)
    for (const address of await space(page, server, signer)) {
      await page.goto(address)
      await isRight()
    }
    await close()
  })
}

async function reader(browser: Browser, server: RunningServer): Promise<{ page: Page; close(): Promise<void> }> {
  const context = await browser.newContext({ viewport: PHONE, baseURL: server.baseUrl, locale: 'en-GB' })
  context.setDefaultTimeout(30_000)
  return { page: await context.newPage(), close: () => context.close() }
}

/** The page reads its view anew when somebody comes back to it: that costs less than another load. */
async function showNow(page: Page, place: JourneyView['place']): Promise<void> {
  if (page.url() === 'about:blank') await page.goto('/sign/sgn_fixture')
  else {
    const read = page.waitForResponse((answer) => answer.url().endsWith('/api/journey/sgn_fixture'))
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')))
    await read
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  }
  const key =
    place.at === 'closed'
      ? `closed ${place.because}`
      : place.at === 'waiting'
        ? new RegExp(`^waiting ${place.for}$|^other`)
        : /^step|^other/
  await expect(page.locator('[data-place]')).toHaveAttribute('data-place', key)
  await expect(page.locator('main h1')).toBeVisible()
}

/** By the switch in the head of the page. */
async function choose(page: Page, language: string): Promise<void> {
  await page.locator('header select[name=language]').selectOption(language)
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Signs in to the space of this person, and answers the addresses of its pages. */
async function space(page: Page, server: RunningServer, person: Person): Promise<string[]> {
  await page.goto('/space/sign-in')
  const since = new Date()
  await page.locator('main input[type=email]').fill(person.email)
  await page.locator('main button[type=submit]').first().click()
  await page.goto(await latestSpaceLink(server, person.email, since))
  await page.locator('main button').first().click()
  await page.waitForURL(/\/space\/code$/)
  await page.locator('main button').first().click()
  const code = await latestCode(server, person.phone, since)
  await page.locator('main input').first().fill(code)
  await page.locator('main button[type=submit]').first().click()
  await page.waitForURL(/\/space$/)
  const account = ['email', 'phone', 'preferences', 'sessions', 'data', 'log'].map((part) => `/space/account/${part}`)
  return ['/space', '/space/certificates', '/space/identity', '/space/account', ...account]
}

/** Everything that a fixture says. */
function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split('\n')]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : []
}
