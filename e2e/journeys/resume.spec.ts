// Leaving costs nothing: at every place a signer goes away in the middle, the server is restarted, and another browser finds the same place.

import { expect, test } from '@playwright/test'
import { placed, type Step } from '../scene'
import { ownServer, type RunningServer } from '../server'
import { SignerAtWork, type PlaceName } from '../signer-at-work'
import { anna, completed, DESK, PHONE, seat, type Person, type Seated } from './people'

const PLACES: readonly (readonly [Step, PlaceName])[] = [
  ['terms', 'terms'],
  ['details', 'details'],
  ['issuance_terms', 'issuanceTerms'],
  ['identity', 'identity'],
  ['document', 'document'],
  ['selfie', 'selfie'],
  ['extracted_data', 'extractedData'],
  ['names', 'names'],
  ['pin', 'pin'],
  ['certificate', 'certificate'],
  ['review', 'review'],
  ['sign', 'sign'],
]

test('every place is found again with another browser, and after the server was restarted', async ({ browser }) => {
  const server = await ownServer()
  try {
    const left = []
    for (const [step, place] of PLACES) {
      const person = anna()
      const scene = await placed(server, [person], step)
      await comeAndGo(scene.links[0])
      left.push({ scene, place, person: { ...person, pin: scene.pin } })
    }
    await server.stop()
    await server.start()
    const screens = [await seat(browser, server, anna(), { viewport: DESK }), await seat(browser, server, anna(), { viewport: PHONE })]
    for (const [at, { scene, place, person }] of left.entries()) {
      const signer = await find(screens[at % screens.length], server, { place, person, link: scene.links[0] })
      if (place === 'sign') {
        expect(await signer.goOn()).toBe('done')
        await completed(scene)
      }
    }
    for (const { context } of screens) await context.close()
  } finally {
    await server.end()
  }
})

/** What a browser does first: from now on its session is the one that acts. */
async function comeAndGo(link: string | undefined): Promise<void> {
  const { headers } = await fetch(`${link}/open`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' } })
  expect(headers.get('location')).toMatch(/\/sign\/sgn_/)
}

type Visit = { person: Person; link: string | undefined; place: PlaceName }

/** The browser of before still counts as the one that acts: the new one says so, and goes on in its place. Without its cookies, a browser is new to the product. */
async function find(screen: Seated | undefined, { baseUrl }: RunningServer, { person, link, place }: Visit): Promise<SignerAtWork> {
  if (!screen) throw new Error('there is no screen')
  await screen.context.clearCookies()
  const signer = new SignerAtWork(screen.at.page, baseUrl, person)
  await signer.open(link ?? '')
  expect(await signer.goOn([...PLACES.map(([, name]) => name), 'failed', 'help', 'done'])).toBe(place)
  return signer
}
