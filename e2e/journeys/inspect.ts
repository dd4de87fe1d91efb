// Inspects each place that a person comes to: axe finds nothing serious, and nothing is wider than the screen, even a narrow one.

import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'
import { findings, overflow } from '../axe'
import type { PlaceName, SignerAtWork } from '../signer-at-work'
import { PHONE } from './people'

/** Places that are over too quickly or show a moving picture; places.spec.ts inspects them at rest. */
const PASSING: readonly PlaceName[] = ['document', 'selfie', 'checking', 'sealing', 'otherDevice']

/** Inspects each place that this person comes to from now on; runs axe only at places that are not in `seen`, and adds them there. */
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
  // One page shows place after place, so axe is loaded once.
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
