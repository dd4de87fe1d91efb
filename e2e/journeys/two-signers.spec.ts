// Two people sign two documents in order, one with desk and phone, one with a phone alone and an open passport; independent programs judge the four signatures.

import { expect } from '@playwright/test'
import { honest } from '../../lib/testing/camera/actor'
import { plainPdf } from '../documents'
import { latestLink } from '../outbox'
import type { PlaceName } from '../signer-at-work'
import { inspectPlaces } from './inspect'
import { expectAllValid } from './judged'
import { ask, completed, eleni, LOW_PHONE, seat, zofia } from './people'
import { test } from './product'
import { goOnByPhone, letGoOn, takeOver } from './two-devices'

test('Zofia between desk and phone, then Eleni on her phone, sign two documents: four signatures, all valid after the last', async ({
  browser,
  product,
}) => {
  const [first, second] = [zofia(), eleni()]
  const asked = await ask(product, [first, second], [await plainPdf(1), await plainPdf(3)])

  // Eleni opens her link too early: she reads whose turn it is.
  const early = await seat(browser, product, second, { viewport: LOW_PHONE, actor: { ...honest(second.specimen), open: true } })
  await early.at.page.goto(asked.links[1] ?? '')
  await expect(early.at.page.getByRole('heading', { level: 1 })).toContainText('signs first')

  // Zofia begins at her desk, films both sides of her card with her phone, and her face at the desk.
  const desk = await seat(browser, product, first)
  const seen = new Set<PlaceName>()
  inspectPlaces(desk.at, seen)
  await desk.at.open(asked.links[0] ?? '')
  const phone = await goOnByPhone(browser, product, first, desk)
  inspectPlaces(phone.at, seen)
  await phone.at.reach('selfie')
  await takeOver(desk, phone, 'video of your face')
  await desk.at.reach('pin')
  // She lets the phone go on, where she chooses her PIN, reads and signs: nothing has to be done twice.
  await letGoOn(desk, phone, 'keys')
  expect(await phone.at.goOn()).toBe('done')
  expect(phone.at.visited).not.toContain('device')
  expect((await asked.api.get(asked.request.id)).status).toBe('in_progress')
  await desk.context.close()
  await phone.context.close()

  // Now it is Eleni's turn, and she does all of it on her phone, with her passport held open.
  inspectPlaces(early.at, seen)
  await early.at.open(await latestLink(product, second.email))
  await early.at.reach('done')
  await early.context.close()
  await completed(asked)

  const { events } = await expectAllValid(product, asked, [first.name, second.name], 2)
  // An honest signer who does what is asked passes. A shot or a film may be asked for again where a busy machine took too little of it; that
  // the frames of a whole one pass is shown beside the code that reads them.
  const again = events.filter(({ type }) => type === 'verification_failed').length
  expect(events.filter(({ type }) => type === 'selfie_captured')).toHaveLength(2 + again)
})
