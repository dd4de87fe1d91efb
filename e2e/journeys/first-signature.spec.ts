// What a first signature asks of a person on a phone: screens, taps, boxes and words, counted, with a limit for each.

import { expect, type Page } from '@playwright/test'
import { plainPdf } from '../documents'
import { anna, ask, completed, LOW_PHONE, seat } from './people'
import { test } from './product'

/** An identity card with two sides, two documents, a low phone. */
const LIMITS = { screens: 11, taps: 22, ticks: 4, words: 1_150 }
/** What a page becomes by itself, while nothing is asked, is no screen of its own. */
const WAITS = ['waiting checking', 'waiting seal', 'waiting decision']

test('a first signature on a phone', async ({ browser, product }) => {
  const person = anna()
  const asked = await ask(product, [person], [await plainPdf(1), await plainPdf(2)])
  const { at, context } = await seat(browser, product, person, { viewport: LOW_PHONE })
  const { places, pages } = await readWords(at.page)
  await at.open(asked.links[0] ?? '')
  await at.reach('done')
  await expect.poll(() => places.has('closed signed')).toBe(true)
  await context.close()
  await completed(asked)

  const counted = {
    screens: [...places].filter((place) => !WAITS.includes(place)).length,
    taps: at.effort.taps,
    ticks: at.effort.ticks,
    // An honest signer waits for nobody's decision; on a busy machine they may.
    words: [...pages].filter(([place]) => !place.startsWith('waiting decision')).reduce((sum, [, words]) => sum + words, 0),
  }
  console.log(`a first signature: ${JSON.stringify({ ...counted, digits: at.effort.digits, at: Object.fromEntries(pages) })}`)
  for (const what of ['screens', 'taps', 'ticks', 'words'] as const) expect(counted[what], what).toBeLessThanOrEqual(LIMITS[what])
  // Fewer would mean that something was not seen.
  expect(counted.screens).toBeGreaterThan(8)
})

type Read = { places: ReadonlySet<string>; pages: ReadonlyMap<string, number> }

/**
 * The places, and the most words under each heading, in the order in which they came. Texts that are one tap away and the documents are not
 * counted; a camera belongs to the place that opens it.
 */
async function readWords(page: Page): Promise<Read> {
  const places = new Set<string>()
  const pages = new Map<string, number>()
  await page.exposeFunction('readAtPlace', (place: string, heading: string, words: number) => {
    places.add(place)
    pages.set(`${place}: ${heading}`, Math.max(pages.get(`${place}: ${heading}`) ?? 0, words))
  })
  await page.addInitScript(() => {
    const count = (element: HTMLElement | null) =>
      (element?.innerText ?? '').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
    const look = () => {
      const camera = document.querySelector<HTMLElement>('[data-capture-stage]')
      const main = camera ?? document.querySelector('main')
      const place = document.querySelector<HTMLElement>('[data-place]')?.dataset['place']
      if (!main || (place === undefined && location.pathname.startsWith('/sign'))) return
      const heading = main.querySelector('h1')
      const left = '[data-page], select, [data-test-only]'
      // One within another is left out once.
      const apart = [...main.querySelectorAll<HTMLElement>(left)].filter((element) => !element.parentElement?.closest(left))
      const words = count(main) - apart.reduce((sum, element) => sum + count(element), 0)
      const { readAtPlace } = window as unknown as { readAtPlace: (place: string, heading: string, words: number) => void }
      readAtPlace(place ?? 'invitation', count(heading) === 0 ? '' : (heading?.innerText ?? ''), words)
    }
    setInterval(look, 200)
  })
  return { places, pages }
}
