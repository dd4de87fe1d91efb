// Leaving costs nothing: the browser is closed at every place and the link opened again, on another device, and across a restart of the server.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { freePort, startServer } from '../server'
import type { PlaceName } from '../signer-at-work'
import { anna, ask, completed, DESK, PHONE, seat } from './people'

const PLACES: readonly PlaceName[] = ['terms', 'details', 'issuanceTerms', 'identity', 'document', 'selfie', 'extractedData', 'names', 'pin', 'certificate', 'review', 'sign']

test('every place is found again with another browser, and after the server was restarted', async ({ browser }) => {
  test.setTimeout(900_000)
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-resume-'))
  const port = await freePort()
  let product = await startServer({ dataDirectory, port })
  const person = anna()
  const asked = await ask(product, [person])
  for (const [number, place] of PLACES.entries()) {
    const seated = await seat(browser, product, person, { viewport: number % 2 === 0 ? PHONE : DESK })
    await seated.at.open(asked.links[0] ?? '')
    const reached = await seated.at.goOn(place === 'identity' ? ['identity', 'device', 'done', 'help'] : [place, 'done', 'help'])
    expect(reached === 'device' ? 'identity' : reached).toBe(place)
    await seated.context.close()
    if (number % 4 === 3) {
      await product.stop()
      product = await startServer({ dataDirectory, port })
    }
  }
  const last = await seat(browser, product, person)
  await last.at.open(asked.links[0] ?? '')
  expect(await last.at.goOn()).toBe('done')
  await completed(asked)
  await last.context.close()
  await product.stop()
  rmSync(dataDirectory, { recursive: true, force: true })
})
