// A simple signature: two people sign by a click, in the order that they like, and judges find both seals valid.

import { expect } from '@playwright/test'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { bringAxe, findings, overflow } from '../axe'
import { judgePdf } from '../judges/pdf'
import { placed } from '../scene'
import { fetchPki } from '../server'
import { SignerAtWork } from '../signer-at-work'
import { words } from '../words'
import { anna, ask, completed, DESK, PHONE, zofia } from './people'
import { test } from './product'

const SIMPLE = { signature_type: 'ses' }

test('two people sign by click, the second one first; no page asks for an identity', async ({ page, context, product }) => {
  const people = [anna(), zofia()] as const
  const asked = await ask(product, people, [], SIMPLE)
  expect(asked.request.signing_order).toBe('parallel')
  await bringAxe(context)
  await page.setViewportSize(DESK)
  const at = new SignerAtWork(page, product, people[1])
  at.onPlace = async () => {
    await page.setViewportSize(PHONE)
    expect([await findings(page), await overflow(page)]).toEqual([[], 0])
    await page.setViewportSize(DESK)
    await expect(page.locator('main')).not.toContainText(/\bPIN\b|camera|certificate|passport|qualified/i)
  }
  await at.open(asked.links[1] ?? '')
  expect(await at.goOn(['sign'])).toBe('sign')
  expect(at.visited).toEqual(['details', 'review', 'sign'])

  const click = page.getByRole('button', { name: words('journey.sign.sign') })
  const boxes = page.getByRole('checkbox')
  await expect(boxes).toHaveCount(2)
  for (const box of await boxes.all()) expect(await box.isChecked()).toBe(false)
  await click.click()
  await expect(page.getByText(words('journey.sign.click.missing'))).toBeVisible()
  // A page that is loaded again stands at the same place, with nothing ticked.
  await page.reload()
  await boxes.first().check()
  await click.click()
  await expect(page.getByText(words('journey.sign.click.missing'))).toBeVisible()
  await boxes.last().check()
  await click.click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('journey.done.title'))

  await asked.api.call('POST', `/sandbox/signers/${asked.request.signers[0]?.id}/complete`, {})
  await completed(asked)
  const { signers } = await asked.api.get(asked.request.id)
  expect(signers.map(({ status, certificate }) => [status, certificate?.qualified])).toEqual([
    ['signed', false],
    ['signed', false],
  ])
  const directory = mkdtempSync(path.join(tmpdir(), 'simple-'))
  const file = path.join(directory, 'signed.pdf')
  writeFileSync(file, await asked.api.download(asked.request.id))
  const judged = judgePdf(file, [(await fetchPki(product.baseUrl, directory)).root])
  expect(judged.problems).toEqual([])
  expect(judged.signatures.map(({ signer, valid }) => [/Seal/.test(signer), valid])).toEqual([
    [true, true],
    [true, true],
  ])
})

test('who does not agree refuses where it is asked', async ({ page, product }) => {
  const asked = await placed(product, [anna()], 'sign', { request: SIMPLE })
  const at = new SignerAtWork(page, product, anna())
  await at.open(asked.links[0] ?? '')
  expect(await at.place()).toBe('sign')
  await page.getByRole('button', { name: words('journey.review.refuse') }).click()
  await page.getByRole('textbox').fill('I want to sign on paper.')
  await page
    .getByRole('button', { name: words('journey.refuse.next') })
    .last()
    .click()
  await page.getByRole('button', { name: words('journey.refuse.confirm') }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('journey.closed.refused.title'))
})
