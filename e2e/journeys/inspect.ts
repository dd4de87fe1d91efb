// What each place that a person comes to must be: nothing serious for axe, nothing wider than the screen, also of a narrow window.

import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { PlaceName, SignerAtWork } from '../signer-at-work'
import { PHONE } from './people'

/** Gone, or full of a moving picture, before anybody has looked at them; places.spec.ts shows them at rest. */
const PASSING: readonly PlaceName[] = ['document', 'selfie', 'checking', 'sealing', 'otherDevice']

/** From now on each place that this person comes to is inspected. */
export function inspectPlaces(at: SignerAtWork): void {
  at.onPlace = async (place) => {
    if (!PASSING.includes(place)) await inspect(at.page, place)
  }
}

async function inspect(page: Page, place: string): Promise<void> {
  // In the page itself: without frames there is nothing to collect from a page of its own.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id, nodes }) => `${place}: ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)).toEqual([])
  const screen = page.viewportSize() ?? PHONE
  for (const size of screen.width > PHONE.width ? [PHONE, screen] : [screen]) {
    await page.setViewportSize(size)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${place} is wider than ${size.width} pixels`).toBe(0)
  }
}
