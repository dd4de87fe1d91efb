// Two people sign two documents in order, one on a phone and one at a desk; independent programs judge the four signatures.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { plainPdf } from '../documents'
import { askOcsp, judgePdf } from '../judges/pdf'
import { latestLink } from '../outbox'
import { fetchPki } from '../server'
import { ask, completed, eleni, PHONE, seat, zofia } from './people'
import { test } from './product'

/** Nothing serious for axe, nothing wider than the screen. */
async function inspect(page: Page, place: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${place}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${place} is wider than the screen`).toBe(0)
}

test('Zofia on her phone, then Eleni at her desk, sign two documents: four signatures, all valid after the last', async ({ browser, product }) => {
  test.setTimeout(600_000)
  const [first, second] = [zofia(), eleni()]
  const asked = await ask(product, [first, second], [await plainPdf(1), await plainPdf(3)])

  // Eleni opens her link too early: she reads whose turn it is.
  const early = await seat(browser, product, second)
  await early.at.page.goto(asked.links[1] ?? '')
  await expect(early.at.page.getByRole('heading', { level: 1 })).toContainText('signs first')

  const phone = await seat(browser, product, first, { viewport: PHONE })
  phone.at.onPlace = (place) => (['document', 'selfie', 'checking', 'sealing'].includes(place) ? undefined : inspect(phone.at.page, place))
  await phone.at.open(asked.links[0] ?? '')
  expect(await phone.at.goOn()).toBe('done')
  expect(phone.at.visited).not.toContain('device')
  expect((await asked.api.get(asked.request.id)).status).toBe('in_progress')

  const link = await latestLink(product.baseUrl, second.email)
  early.at.onPlace = (place) => (['document', 'selfie', 'checking', 'sealing'].includes(place) ? undefined : inspect(early.at.page, place))
  await early.at.open(link)
  expect(await early.at.goOn()).toBe('done')
  await completed(asked)

  const directory = mkdtempSync(path.join(tmpdir(), 'two-signers-'))
  const pki = await fetchPki(product.baseUrl, directory)
  const entries = unzipSync(await asked.api.download(asked.request.id, { include: 'audit_trail' }))
  const documents = Object.entries(entries).filter(([name]) => name.startsWith('documents/'))
  expect(documents).toHaveLength(2)
  for (const [name, bytes] of documents) {
    const file = path.join(directory, path.basename(name))
    writeFileSync(file, bytes)
    const judged = judgePdf(file, [pki.root])
    expect(judged.problems).toEqual([])
    expect(judged.signatures.map(({ signer, valid }) => `${signer}: ${valid}`)).toEqual([`${first.name}: true`, `${second.name}: true`])
    expect(judged.cms).toEqual([true, true])
    expect(judged.signatureTimestamps).toEqual([true, true])
    expect(judged.documentTimestamps).toEqual([true, true])
    for (const answer of askOcsp(file, pki)) expect(answer).toMatch(/: good\n/)
    // The visible marks show both names in their own letters.
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })
    expect(text).toContain(first.name)
    expect(text).toContain(second.name)
  }
  await phone.context.close()
  await early.context.close()
})
