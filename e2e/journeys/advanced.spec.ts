// An advanced signature: two people sign with a code to their phones, in the order that they like, and judges find both certificates and signatures valid.

import { expect } from '@playwright/test'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bringAxe, findings, overflow } from '../axe'
import { askOcsp, judgePdf } from '../judges/pdf'
import { latestCode } from '../outbox'
import { fetchPki } from '../server'
import { SignerAtWork } from '../signer-at-work'
import { words } from '../words'
import { anna, ask, completed, DESK, PHONE, zofia } from './people'
import { test } from './product'

const ADVANCED = { signature_type: 'aes' }

test('two people sign by code, the second one first; no page asks for an identity', async ({ page, context, product }) => {
  const people = [anna(), zofia()] as const
  const asked = await ask(product, people, [], ADVANCED)
  expect(asked.request.signing_order).toBe('parallel')
  await bringAxe(context)
  await page.setViewportSize(DESK)
  const [, second] = people
  const at = new SignerAtWork(page, product, second)
  const looked = async () => {
    await page.setViewportSize(PHONE)
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await page.setViewportSize(DESK)
    await expect(page.locator('main')).not.toContainText(/\bPIN\b|camera|passport|verified/i)
  }
  at.onPlace = looked
  await at.open(asked.links[1] ?? '')
  expect(await at.goOn(['sign'])).toBe('sign')
  expect(at.visited).toEqual(['details', 'review', 'sign'])

  const asking = new Date()
  await page.getByRole('button', { name: words('journey.sign.sendCode') }).click()
  const field = page.getByLabel(words('journey.sign.code'))
  await field.waitFor()
  await looked()
  const sign = page.getByRole('button', { name: words('journey.sign.sign') })
  await sign.click()
  await expect(page.getByText(words('journey.sign.codeMissing'))).toBeVisible()
  const code = await latestCode(product, second.phone, asking)
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
  await field.fill(wrong)
  await sign.click()
  await expect(
    page
      .getByRole('alert')
      .or(page.getByText(/not the code we sent/))
      .first(),
  ).toBeVisible()
  // A page that is loaded again still waits for the same code.
  await page.reload()
  await field.fill(code)
  await sign.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('journey.done.title'))

  await asked.api.call('POST', `/sandbox/signers/${asked.request.signers[0]?.id}/complete`, {})
  await completed(asked)
  const { signers } = await asked.api.get(asked.request.id)
  expect(signers.map(({ status, certificate }) => [status, certificate?.qualified])).toEqual([
    ['signed', false],
    ['signed', false],
  ])
  const directory = mkdtempSync(path.join(tmpdir(), 'advanced-'))
  const file = path.join(directory, 'signed.pdf')
  writeFileSync(file, await asked.api.download(asked.request.id))
  const pki = await fetchPki(product.baseUrl, directory)
  const judged = judgePdf(file, [pki.root])
  expect(judged.problems).toEqual([])
  expect(judged.signatures.map(({ signer, valid }) => [signer, valid])).toEqual(people.map(({ name }) => [name, true]))
  for (const answer of askOcsp(file, pki)) expect(answer).toMatch(/: good\n/)

  await page.goto(`${product.baseUrl}/verify`)
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(page.locator('main')).toContainText(second.name)
})
