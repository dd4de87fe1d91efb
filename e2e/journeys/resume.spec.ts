// Leaving costs nothing: at every place a signer goes away in the middle, the server is restarted, and another browser finds the same place.

import { expect, test, type Browser } from '@playwright/test'
import { placed, type Step } from '../scene'
import { ownServer, type RunningServer } from '../server'
import type { PlaceName } from '../signer-at-work'
import { anna, completed, DESK, PHONE, seat, type Person, type Seated } from './people'

const PLACES: readonly (readonly [Step, PlaceName])[] = [
  ['terms', 'terms'], ['details', 'details'], ['issuance_terms', 'issuanceTerms'], ['identity', 'identity'], ['document', 'document'], ['selfie', 'selfie'],
  ['extracted_data', 'extractedData'], ['names', 'names'], ['pin', 'pin'], ['certificate', 'certificate'], ['review', 'review'], ['sign', 'sign'],
]

test('every place is found again with another browser, and after the server was restarted', async ({ browser }) => {
  test.setTimeout(600_000)
  const server = await ownServer()
  try {
    const left = []
    for (const [at, [step, place]] of PLACES.entries()) {
      const person = anna()
      const scene = await placed(server, [person], step)
      await comeAndGo(scene.links[0])
      left.push({ scene, place, person: { ...person, pin: scene.pin }, viewport: at % 2 === 0 ? DESK : PHONE })
    }
    await server.stop()
    await server.start()
    for (const { scene, ...before } of left) {
      const seated = await find(browser, server, { ...before, link: scene.links[0] })
      if (before.place === 'sign') {
        expect(await seated.at.goOn()).toBe('done')
        await completed(scene)
      }
      await seated.context.close()
    }
  } finally {
    await server.end()
  }
})

/** What a browser does first: from now on its session is the one that acts. */
async function comeAndGo(link: string | undefined): Promise<void> {
  const { headers } = await fetch(`${link}/open`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' } })
  expect(headers.get('location')).toMatch(/\/sign\/sgn_/)
}

type Visit = { person: Person; viewport: typeof DESK; link: string | undefined; place: PlaceName }

/** The browser of before still counts as the one that acts: the new one says so, and goes on in its place. */
async function find(browser: Browser, product: RunningServer, { person, viewport, link, place }: Visit): Promise<Seated> {
  const seated = await seat(browser, product, person, { viewport })
  await seated.at.open(link ?? '')
  expect(await seated.at.goOn([...PLACES.map(([, name]) => name), 'failed', 'help', 'done'])).toBe(place)
  return seated
}
