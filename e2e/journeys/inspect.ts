// What each place that a person comes to must be: nothing serious for axe, nothing wider than the screen, also of a narrow window.

import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { findings, overflow } from '../axe'
import type { PlaceName, SignerAtWork } from '../signer-at-work'
import { PHONE } from './people'

/** Places that are over too quickly or show a moving picture; places.spec.ts inspects them at rest. */
const PASSING: readonly PlaceName[] = ['document', 'selfie', 'checking', 'sealing', 'otherDevice']

/** From now on each place that this person comes to is inspected, by axe unless it is in `seen`: there it comes then. */
export function inspectPlaces(at: SignerAtWork, seen: Set<PlaceName>): void {
  at.onPlace = async (place) => {
    if (PASSING.includes(place)) return
    await expectFits(at.page, place)
    if (seen.has(place)) return
    seen.add(place)
    await expectAccessible(at.page, place)
  }
}

async function expectAccessible(page: Page, place: PlaceName): Promise<void> {
  // The page stays the same from place to place, so axe is brought once.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  expect(
    (await findings(page)).filter(({ impact }) => impact === 'serious' || impact === 'critical'),
    place,
  ).toEqual([])
}

async function expectFits(page: Page, place: PlaceName): Promise<void> {
  const screen = page.viewportSize() ?? PHONE
  for (const size of screen.width > PHONE.width ? [PHONE, screen] : [screen]) {
    await page.setViewportSize(size)
    expect(await overflow(page), `${place} is wider than ${size.width} pixels`).toBe(0)
  }
}
