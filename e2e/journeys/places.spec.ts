// Every place of the journey, drawn from fixed views: nothing serious for axe, nothing wider than a small phone, a heading to begin at.

import { expect, type Page } from '@playwright/test'
import { bringAxe, findings, overflow, showsMore } from '../axe'
import { LOW_PHONE } from './people'
import { test as withProduct } from './product'
import { words } from '../words'
import { samplePdf, taggedContract } from './sample-pdf'
import { VIEWS } from './views'

/** One page shows place after place: what it has loaded stays loaded. */
const test = withProduct.extend<object, { stage: Page }>({
  stage: [
    async ({ browser, product }, provide) => {
      const context = await browser.newContext({ baseURL: product.baseUrl, locale: 'en-GB' })
      await bringAxe(context)
      await provide(await context.newPage())
      await context.close()
    },
    { scope: 'worker' },
  ],
})

const PHONE = { width: 360, height: 740 }
const DESK = { width: 1280, height: 800 }
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const HANDOVER = {
  url: 'https://sign.example.org/s/abc',
  expiresAt: '2099-01-01T00:00:00Z',
  qrSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
}

const XML = `<?xml version="1.0"?><invoice xmlns="urn:example:invoice">${'<row><amount currency="PLN">100.00</amount></row>'.repeat(60)}</invoice>`

async function show(page: Page, name: string, document?: Buffer): Promise<void> {
  const view = VIEWS[name]
  await page.route('**/api/journey/**', async (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.endsWith('/handover')) return route.fulfill({ json: HANDOVER })
    if (pathname.includes('/documents/doc_xml')) return route.fulfill({ body: XML, contentType: 'text/plain' })
    if (pathname.includes('/documents/')) return route.fulfill({ body: document ?? (await samplePdf(12)), contentType: 'application/pdf' })
    if (pathname.endsWith('/portrait')) return route.fulfill({ body: HANDOVER.qrSvg, contentType: 'image/svg+xml' })
    return route.fulfill({ json: view })
  })
  await page.goto('/sign/sgn_fixture')
  await expect(page.locator('main h1')).toBeVisible()
}

for (const name of Object.keys(VIEWS)) {
  test(`${name}: readable at 360 px and at a desk, nothing under a bar, and clean for axe`, async ({ stage }) => {
    await stage.setViewportSize(PHONE)
    await show(stage, name)
    expect(await overflow(stage), 'wider than the phone').toBe(0)
    await stage.setViewportSize(LOW_PHONE)
    expect(await underTheBar(stage), 'under the bar').toEqual([])
    await stage.setViewportSize(PHONE)
    await showsMore(stage)
    expect(await findings(stage, RULES)).toEqual([])
    await stage.setViewportSize(DESK)
    expect(await overflow(stage), 'wider than the desk').toBe(0)
    // Where the desk shows nothing more than the phone, axe has seen all of it.
    if (await showsMore(stage)) expect(await findings(stage, RULES)).toEqual([])
    await stage.unrouteAll({ behavior: 'ignoreErrors' })
  })
}

/** What is hidden by something that sticks to the screen once it has the focus (WCAG 2.4.11), such as a code field under the buttons. */
const underTheBar = (page: Page) =>
  page.evaluate(() => {
    const focusable = 'main :is(a[href], button, input, select, textarea, summary):not(:disabled)'
    const hidden: string[] = []
    for (const element of document.querySelectorAll<HTMLElement>(focusable)) {
      if (!element.checkVisibility() || element.closest('[data-page]')) continue
      element.focus()
      const { left, right, top, height } = element.getBoundingClientRect()
      if (right - left <= 1 || height <= 1) continue
      // A row that scrolls sideways may show a part of it.
      const at = document.elementFromPoint((Math.max(left, 0) + Math.min(right, innerWidth)) / 2, top + height / 2)
      const own = at !== null && (element.contains(at) || at.contains(element) || at.closest('label') === element.closest('label'))
      if (!own) hidden.push(`${element.tagName} ${element.getAttribute('name') ?? element.textContent?.slice(0, 40) ?? ''}`)
    }
    return hidden
  })

test('a PIN has no boxes, which would call a short one unfinished; a code has one for each digit', async ({ page }) => {
  await show(page, 'sign with code')
  const boxes = (label: RegExp) =>
    page.getByLabel(label).evaluate((input) => input.parentElement?.querySelector('[aria-hidden]')?.childElementCount)
  expect([await boxes(words('journey.sign.code')), await boxes(words('journey.sign.pin'))]).toEqual([6, 1])
})

test('a wait says after five seconds that all is well', async ({ page }) => {
  await page.clock.install()
  await show(page, 'checking')
  await expect(page.getByText(words('journey.checking.checks.face'))).toBeVisible()
  await page.clock.fastForward(5_000)
  await expect(page.getByText('All is well')).toBeVisible()
})

test('after a failed check, country and kind of the document are chosen already', async ({ page }) => {
  await show(page, 'identity failed')
  await page.getByRole('button', { name: words('journey.identityFailed.again') }).click()
  await page.getByRole('button', { name: words('journey.device.here') }).click()
  await expect(page.locator('main select')).toHaveValue('PL')
  await expect(page.getByRole('radio', { name: words('journey.identity.kinds.national_id.title') })).toBeChecked()
})

test('a phone that took the pictures for a computer says that it has done its part, and leads back', async ({ page }) => {
  await show(page, 'the phone has done its part')
  await expect(page.getByText(words('journey.continueElsewhere.done.title'))).toBeVisible()
  await expect(page.getByRole('button', { name: words('journey.continueElsewhere.done.open') })).toBeVisible()
})

test('a session that is over offers a new link', async ({ page }) => {
  await page.route('**/api/journey/**', (route) =>
    route.fulfill(
      route.request().method() === 'POST'
        ? { status: 202 }
        : { status: 401, json: { error: { code: 'SESSION_ENDED', message: 'the session is over' } } },
    ),
  )
  await page.goto('/sign/sgn_fixture')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('journey.sessionEnded.title'))
  await page.getByRole('button', { name: words('journey.oldLink.send') }).click()
  await expect(page.getByText(words('journey.oldLink.sentTitle'))).toBeVisible()
})

test('a document can be accepted only after its last page was before the reader', async ({ page }) => {
  await show(page, 'review')
  const viewed = page.waitForRequest((request) => request.url().endsWith('/acts') && request.postData()?.includes('view_document') === true)
  await expect(page.locator('[data-page="1"] canvas')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Accept this document' }).first()).toBeDisabled()
  await page.locator('[data-page="12"]').scrollIntoViewIfNeeded()
  expect((await viewed).postDataJSON()).toMatchObject({ document: 'doc_9Xk3mN7pQr2vT8wL', as: 'pages' })
})

const saysViewed = (page: Page) =>
  page.waitForRequest((request) => request.url().endsWith('/acts') && request.postData()?.includes('view_document') === true)

test('an XML file is read as text to its end; a Word file counts as read when it was downloaded', async ({ page }) => {
  await show(page, 'review of an XML file')
  const read = saysViewed(page)
  await expect(page.getByText('<amount currency="PLN">100.00</amount>').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Accept this document' }).first()).toBeDisabled()
  await page.getByText('</invoice>').scrollIntoViewIfNeeded()
  expect((await read).postDataJSON()).toMatchObject({ document: 'doc_xml', as: 'text' })
  await page.unrouteAll({ behavior: 'ignoreErrors' })

  await show(page, 'review of a Word file')
  const taken = saysViewed(page)
  await expect(page.getByText('20,480 bytes')).toBeVisible()
  await page.getByRole('link', { name: 'Download to read' }).click()
  expect((await taken).postDataJSON()).toMatchObject({ document: 'doc_docx', as: 'download' })
})

test('a document is read as its text: clean for axe on a small phone, in its own language, hidden text told apart; its end counts as read', async ({
  stage,
}) => {
  await stage.setViewportSize(PHONE)
  await show(stage, 'review', taggedContract())
  await stage.getByRole('button', { name: words('journey.viewer.readAsText') }).click()
  const read = saysViewed(stage)
  const text = stage.locator('[data-page="1"]')
  await expect(text.getByRole('heading', { level: 2, name: 'Umowa' })).toBeVisible()
  await expect(text.getByRole('listitem').filter({ hasText: 'a) termin' })).toBeVisible()
  await expect(text.getByRole('columnheader', { name: 'Kwota' })).toBeVisible()
  await expect(text.locator('[lang="pl"]').first()).toContainText('Umowa')
  await expect(text.getByText(words('journey.viewer.asText.unseen'))).toBeVisible()
  expect(await overflow(stage)).toBe(0)
  expect(await findings(stage, RULES)).toEqual([])
  await stage.getByText(words('journey.viewer.asText.end')).scrollIntoViewIfNeeded()
  expect((await read).postDataJSON()).toMatchObject({ act: 'view_document', as: 'text' })
  await stage.getByRole('button', { name: words('journey.viewer.asText.showPages') }).click()
  await expect(stage.locator('[data-page="1"] canvas')).toBeVisible()
  await stage.unrouteAll({ behavior: 'ignoreErrors' })
})

test('an act of signing that gets no answer is repeated with the same body until it is answered', async ({ page }) => {
  const bodies: (string | null)[] = []
  await show(page, 'sign with code')
  await page.route('**/acts', async (route) => {
    bodies.push(route.request().postData())
    await (bodies.length < 3 ? route.abort('connectionreset') : route.fulfill({ json: VIEWS['sealing'] }))
  })
  await page.getByLabel('PIN', { exact: true }).fill('483926')
  await page.getByLabel('Code from the text message').fill('123456')
  await page.getByRole('button', { name: 'Sign now' }).click()
  await expect(page.getByText('You will not sign twice')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Your signature is given.' })).toBeVisible({ timeout: 15_000 })
  expect(new Set(bodies).size).toBe(1)
  expect(bodies).toHaveLength(3)
})

test('a code from a text message can be pasted, digits of every script are digits, and everything is reached by keyboard', async ({
  page,
}) => {
  await show(page, 'sign with code')
  const code = page.getByLabel('Code from the text message')
  await code.focus()
  await page.keyboard.insertText('123 456')
  await expect(code).toHaveValue('123456')
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await expect(page.getByLabel('PIN', { exact: true })).toBeFocused()
  await page.keyboard.insertText('٤٨٣٩٢٦')
  await expect(page.getByLabel('PIN', { exact: true })).toHaveValue('483926')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Sign now' })).toBeFocused()
})

test('a camera that stays black, or is refused, says what to press', async ({ page }) => {
  await page.clock.install()
  await page.addInitScript(() => (navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined)))
  await show(page, 'document front')
  await page.getByRole('button', { name: words('journey.document.intro.card-front.start') }).click()
  await expect(page.getByText(words('journey.capture.allowWhy'))).toBeVisible()
  await page.clock.fastForward(8_000)
  await page.getByRole('button', { name: words('journey.capture.blackHelp') }).click()
  await expect(page.getByText(words('journey.camera.problem.black.title'))).toBeVisible()
  await expect(page.getByText(words('journey.camera.steps.chrome.second'))).toBeVisible()

  await page.evaluate(
    () => (navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('the person said no', 'NotAllowedError'))),
  )
  await page.getByRole('button', { name: words('journey.camera.again') }).click()
  await expect(page.getByText(words('journey.camera.problem.denied.title'))).toBeVisible()
  await expect(page.getByText(words('journey.camera.steps.chrome.second'))).toBeVisible()
})

test('a code that the browser reads from a text message is filled in, and the PIN is next', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'OTPCredential', { value: class {} })
    navigator.credentials.get = () => Promise.resolve(Object.assign({ id: '', type: 'otp' }, { code: '123456' }))
  })
  await show(page, 'sign with code')
  await expect(page.getByLabel(words('journey.sign.code'))).toHaveValue('123456')
  await expect(page.getByLabel(words('journey.sign.pin'))).toBeFocused()
})

/** The one that stands beside the reason, below the toolbar's. */
const downloadBeside = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('link', { name: words('journey.viewer.download') })
    .last()

test('a document that cannot be drawn is downloaded, and counts as read then', async ({ page }) => {
  await show(page, 'review')
  await page.route('**/documents/**', (route) => route.fulfill({ body: 'no PDF at all', contentType: 'application/pdf' }))
  await page.reload()
  await expect(page.getByText(words('journey.viewer.unreadableTitle'))).toBeVisible()
  const read = saysViewed(page)
  await downloadBeside(page).click()
  expect((await read).postDataJSON()).toMatchObject({ document: 'doc_9Xk3mN7pQr2vT8wL', as: 'download' })
})

test('where the viewer cannot be loaded, the document is downloaded', async ({ page }) => {
  await page.route('**/pdfjs/worker.mjs*', (route) => route.abort())
  await show(page, 'review')
  await expect(page.getByText(words('journey.viewer.unreadableTitle'))).toBeVisible()
  await expect(downloadBeside(page)).toBeVisible()
})

/** What browsers of spring 2023 have not got yet. */
const TOO_NEW = `
  for (const [of, name] of [[Promise, 'withResolvers'], [ArrayBuffer.prototype, 'transferToFixedLength'], [Array.prototype, 'toSorted'], [Array.prototype, 'toReversed']])
    delete of[name];
`

test('a browser of spring 2023 draws the document, with its text', async ({ page }) => {
  await page.addInitScript(TOO_NEW)
  await page.route('**/pdfjs/worker.mjs*', async (route) => {
    const worker = await route.fetch()
    await route.fulfill({ response: worker, body: `${TOO_NEW}${await worker.text()}` })
  })
  await show(page, 'review')
  const first = page.locator('[data-page="1"]')
  await expect(first.locator('canvas')).toBeVisible()
  await expect(first.locator('.textLayer span').first()).toBeAttached()
})
