// The server is killed at twenty random moments around the act of signing: each request completes, signed once, with one entry of the PIN.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { judgePdf } from '../judges/pdf'
import { latestCode } from '../outbox'
import { fetchPki, freePort, startServer } from '../server'
import { anna, ask, completed, seat, zofia } from './people'

/** Each of the two signers asks for fewer codes than one person may have in an hour. */
const KILLS_EACH = 10
/** From the click, over PIN, vault, time-stamps and validation, to well after the answer. */
const WINDOW_MS = 1_200

test('killed twenty times around the act of signing', async ({ browser }) => {
  test.setTimeout(1_800_000)
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-crash-'))
  const port = await freePort()
  let product = await startServer({ dataDirectory, port })
  const pki = await fetchPki(product.baseUrl, dataDirectory)
  const [first, second] = [anna(), zofia()]
  const seats = [{ person: first, ...(await seat(browser, product, first)) }, { person: second, ...(await seat(browser, product, second)) }]
  for (const { person, at } of seats) {
    await at.open((await ask(product, [person])).links[0] ?? '')
    expect(await at.goOn()).toBe('done')
  }

  for (const [number, { person, at }] of seats.flatMap((each) => Array.from({ length: KILLS_EACH }, () => each)).entries()) {
    const asked = await ask(product, [person])
    await at.open(asked.links[0] ?? '')
    await at.goOn(['sign'])
    const since = new Date(Date.now() - 500)
    await at.page.getByRole('button', { name: 'Send code' }).click()
    const fields = at.page.locator('form#sign input')
    await fields.first().fill(person.pin)
    await fields.nth(1).fill(await latestCode(product.baseUrl, person.phone, since))
    await at.page.getByRole('button', { name: 'Sign now' }).click({ noWaitAfter: true })
    await new Promise((resolve) => setTimeout(resolve, Math.random() * WINDOW_MS))
    await product.kill()
    product = await startServer({ dataDirectory, port })

    // The page asks again by itself; nobody types anything.
    await expect(at.page.getByRole('heading', { name: 'Signed.' })).toBeVisible({ timeout: 90_000 })
    await completed(asked)
    const file = path.join(dataDirectory, `crash-${number}.pdf`)
    writeFileSync(file, await asked.api.download(asked.request.id))
    const judged = judgePdf(file, [pki.root])
    expect(judged.problems).toEqual([])
    expect([judged.signatureTimestamps, judged.documentTimestamps]).toEqual([[true], [true]])
    expect(judged.signatures.map(({ signer }) => signer)).toEqual([person.name])
  }
  for (const { context } of seats) await context.close()
  await product.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
})
