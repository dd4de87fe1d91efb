// Somebody without an account has files checked: one as it was signed, two changed afterwards, the evidence of the request, one nobody signed,
// and one that is no document.

import { expect, type Page } from '@playwright/test'
import { dict } from '../../lib/signature/pdf/objects'
import { revised } from '../../lib/testing/later-revision'
import { bringAxe, findings, overflow } from '../axe'
import { plainPdf } from '../documents'
import { placed } from '../scene'
import { words } from '../words'
import { anna, completed } from './people'
import { test } from './product'

const SIZES = [
  { width: 360, height: 740 },
  { width: 390, height: 664 },
  { width: 1280, height: 800 },
]

const give = (page: Page, files: readonly { name: string; bytes: Uint8Array }[]) =>
  page
    .locator('input[type=file]')
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(bytes) })))

const reportOf = (page: Page, name: string) => page.getByRole('article').filter({ has: page.getByRole('heading', { name, exact: true }) })

/** The content of the page says something else in the same number of bytes. */
function changed(signed: Uint8Array): Buffer {
  const bytes = Buffer.from(signed)
  const at = bytes.indexOf('stream\n') + 'stream\n'.length + 4
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}

/** A later revision in which the first page shows something else. */
const blackened = (signed: Uint8Array): Buffer =>
  revised(Buffer.from(signed), (revision) =>
    revision.alter(revision.page(0), { Contents: revision.add(dict({}), Buffer.from('0 0 700 900 re f')) }),
  )

test('anybody sees who signed a file, that another was changed, and that a third is not signed', async ({ browser, product }) => {
  const asked = await placed(product, [anna()], 'signed')
  await completed(asked)
  const signed = await asked.api.download(asked.request.id)
  const context = await browser.newContext({ baseURL: product.baseUrl, locale: 'en-GB' })
  await bringAxe(context)
  const page = await context.newPage()
  await page.goto('/verify')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('verify.title'))
  expect(await findings(page)).toEqual([])

  await give(page, [
    { name: 'contract.pdf', bytes: signed },
    { name: 'changed.pdf', bytes: changed(signed) },
    { name: 'blackened.pdf', bytes: blackened(signed) },
    { name: 'evidence.zip', bytes: await asked.api.download(asked.request.id, { include: 'audit_trail' }) },
    { name: 'draft.pdf', bytes: await plainPdf() },
    { name: 'notes.txt', bytes: Buffer.from('No document at all.') },
  ])
  const good = reportOf(page, 'contract.pdf')
  await expect(good.getByText(words('verify.verdict.test.title'))).toBeVisible()
  await expect(good.getByText('Anna Maria Kowalska')).toBeVisible()
  await expect(good.getByText(words('verify.unchanged'))).toBeVisible()
  await expect(reportOf(page, 'changed.pdf').getByText(words('verify.verdict.broken.title'))).toBeVisible()
  await expect(reportOf(page, 'draft.pdf').getByText(words('verify.verdict.none.title'))).toBeVisible()
  await expect(reportOf(page, 'notes.txt').getByText(words('verify.failed'))).toBeVisible()

  const compared = reportOf(page, 'blackened.pdf')
  await expect(compared.getByText(words('verify.verdict.broken.title'))).toBeVisible()
  // By keyboard: the pages that come take the focus from the button that is gone.
  await compared.getByRole('button', { name: words('verify.compare.show') }).press('Enter')
  const pageOne = compared.getByRole('heading', { name: words('verify.compare.page') })
  await expect(pageOne).toBeFocused()
  await expect(compared.getByRole('img')).toHaveCount(2)
  await expect(compared.getByText(words('verify.compare.mark'))).toHaveCount(1)

  const evidence = reportOf(page, 'evidence.zip')
  await expect(evidence.getByText(words('verify.evidence.verdict.test.title'))).toBeVisible()
  await expect(evidence.getByText(words('verify.evidence.end.request_completed'))).toBeVisible()
  await expect(evidence.getByText(words('verify.evidence.check.root.passed'))).toBeVisible()
  await expect(evidence.getByText('Anna Maria Kowalska')).toBeVisible()

  for (const detail of await page.getByText(words('verify.technical')).all()) await detail.click()
  await expect(good.getByText('PAdES-B-LTA')).toBeVisible()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    expect(await overflow(page), `wider than ${size.width}`).toBe(0)
    expect(await findings(page)).toEqual([])
  }
  for (const format of ['pdf', 'xml'] as const) {
    const [report] = await Promise.all([
      page.waitForEvent('download'),
      good.getByRole('button', { name: words(`verify.${format}`) }).click(),
    ])
    expect(report.suggestedFilename()).toBe(`validation-report.${format}`)
  }
  // Beside the area for files, too: elsewhere the browser would open the file in the place of this page.
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['No document at all.'], 'dropped.txt'))
    return transfer
  })
  await page.dispatchEvent('h1', 'drop', { dataTransfer: dropped })
  await expect(reportOf(page, 'dropped.txt').getByText(words('verify.failed'))).toBeVisible()
  await page.getByRole('button', { name: words('verify.clear') }).click()
  await expect(page.getByRole('article')).toHaveCount(0)
  await context.close()
})
