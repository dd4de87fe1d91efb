// The documentation as its reader meets it: the reference keeps to our content security policy and has no serious faults for
// assistive technology, at a desk and on a phone; and the commands of the first guide do what they say when they are copied.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, type Page } from '@playwright/test'
import { bringAxe, findings, overflow } from '../axe'
import { plainPdf } from '../documents'
import { test } from '../journeys/product'

const DESK = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const GUIDES = [
  'first-signature',
  'sandbox',
  'qualified-signatures',
  'advanced-signatures',
  'simple-signatures',
  'direct-signatures',
  'webhooks',
  'limits',
].map((guide) => `/docs/guides/${guide}`)

test.beforeEach(({ context }) => bringAxe(context))

/** What the browser complains about: scripts and styles that the policy stopped, requests that failed. */
function complaints(page: Page): string[] {
  const heard: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) heard.push(message.text())
  })
  page.on('pageerror', (error) => heard.push(error.message))
  return heard
}

async function expectAccessible(page: Page): Promise<void> {
  expect((await findings(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
}

async function expectFitsBothSizes(page: Page): Promise<void> {
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size)
    expect(await overflow(page), `wider than ${size.width} px at ${page.url()}`).toBe(0)
  }
}

/** Opens the reference; answers a list to which each request to another host is added. */
async function openReference(page: Page, baseUrl: string, address: string): Promise<string[]> {
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(baseUrl) && !request.url().startsWith('data:')) elsewhere.push(request.url())
  })
  await page.goto(address)
  return elsewhere
}

test('the reference works by keyboard, is accessible and fits a phone; its commands are ready to run', async ({ page, product }) => {
  await page.setViewportSize(DESK)
  const heard = complaints(page)
  const elsewhere = await openReference(page, product.baseUrl, '/docs')
  await page.getByRole('link', { name: 'Upload a document' }).first().focus()
  await page.keyboard.press('Enter')
  const upload = page.getByRole('region', { name: 'Upload a document' })
  await expect(upload.getByRole('heading', { name: 'Upload a document' })).toBeInViewport()
  await expect(upload.getByText('What signers see as its title')).toBeVisible()
  const refusals = upload.locator('summary')
  await refusals.focus()
  await page.keyboard.press('Enter')
  await expect(upload.getByRole('link', { name: 'DOCUMENT_TOO_LARGE' })).toBeVisible()
  await expectAccessible(page)
  await expectFitsBothSizes(page)
  const command = await page.getByRole('region', { name: 'List signature requests' }).locator('pre').first().textContent()
  const said = execFileSync('bash', ['-c', command ?? ''], { env: { ...process.env, KEY: product.apiKey }, encoding: 'utf8' })
  expect(JSON.parse(said)).toMatchObject({ data: expect.any(Array) })
  expect([heard, elsewhere]).toEqual([[], []])
})

test('on a phone, a link to an operation leads to it, and every link within the reference leads to a part of it', async ({
  page,
  product,
}) => {
  await page.setViewportSize(PHONE)
  const heard = complaints(page)
  const elsewhere = await openReference(page, product.baseUrl, '/docs#/Signature%20requests/createSignatureRequest')
  await expect(page.getByRole('heading', { name: 'Create a signature request' })).toBeInViewport()
  await page.goto('/docs#/Signers/remindSigner')
  await expect(page.getByRole('heading', { name: 'Remind a signer' })).toBeInViewport()
  await expect(page.getByText('Three times per signer')).toBeVisible()
  expect(await overflow(page)).toBe(0)
  const missing = await page
    .locator('a[href^="#"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '').filter((href) => !document.getElementById(href.slice(1))))
  expect(missing).toEqual([])
  expect([heard, elsewhere]).toEqual([[], []])
})

test('guides and error codes are accessible and fit a phone, and every link within the documentation leads somewhere', async ({
  page,
  product,
}) => {
  await page.setViewportSize(DESK)
  const heard = complaints(page)
  const links = new Set<string>()
  for (const address of [...GUIDES, '/docs/errors', '/docs/errors/DOCUMENT_TOO_LARGE']) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expectAccessible(page)
    await expectFitsBothSizes(page)
    for (const href of await page.locator('a[href]').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href)))
      links.add(href.split('#')[0] ?? '')
  }
  // All pages share the frame, which has a menu of its own on a phone.
  await page.setViewportSize(PHONE)
  await expectAccessible(page)
  expect(heard).toEqual([])
  const broken: string[] = []
  for (const href of [...links].filter((href) => href.startsWith(product.baseUrl))) {
    const { status } = await fetch(href)
    if (status !== 200) broken.push(`${status} ${href}`)
  }
  expect(broken).toEqual([])
})

test('the commands of the first guide run as they stand', async ({ page, product }) => {
  await page.goto('/docs/guides/first-signature')
  const blocks = await page.locator('pre').allTextContents()
  const directory = mkdtempSync(path.join(tmpdir(), 'first-signature-'))
  writeFileSync(path.join(directory, 'contract.pdf'), await plainPdf(2))
  const script = blocks.join('\n').replace('qsh_test_…', product.apiKey)
  const said = execFileSync('bash', ['-euo', 'pipefail', '-c', script], { cwd: directory, encoding: 'utf8', timeout: 120_000 })
  expect(said).toContain('"valid":true')
  expect(readFileSync(path.join(directory, 'signed.pdf')).toString('latin1', 0, 5)).toBe('%PDF-')
  expect(readFileSync(path.join(directory, 'evidence.zip')).toString('latin1', 0, 2)).toBe('PK')
})
