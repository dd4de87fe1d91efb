// Leaving costs nothing: at every place a signer goes away in the middle, the server is restarted, and another browser finds the same place,
// or the selfie where only the person who made it may go on.

import { expect, test } from '@playwright/test'
import { STEP_NAMES, type Step } from '../../lib/domain/steps'
import { placed } from '../scene'
import { ownServer, type RunningServer } from '../server'
import { SignerAtWork, type PlaceName } from '../signer-at-work'
import { anna, completed, DESK, PHONE, seat, type Person, type Seated } from './people'

test('every place is found again with another browser, and after the server was restarted', async ({ browser }) => {
  const server = await ownServer()
  try {
    const left = []
    for (const { level, step } of PLACES) {
      const person = anna()
      const scene = await placed(server, [person], step, { request: { signature_type: level } })
      await comeAndGo(scene.links[0])
      left.push({ scene, level, step, person: { ...person, pin: scene.pin } })
    }
    await server.stop()
    await server.start()
    const screens = [await seat(browser, server, anna(), { viewport: DESK }), await seat(browser, server, anna(), { viewport: PHONE })]
    for (const [at, { scene, level, step, person }] of left.entries()) {
      const signer = await find(screens[at % screens.length], server, { step, person, link: scene.links[0] })
      if (level === 'qes' && step === 'sign') {
        expect(await signer.goOn()).toBe('done')
        await completed(scene)
      }
    }
    for (const { context } of screens) await context.close()
  } finally {
    await server.end()
  }
})

/** Whoever chose an identity of before proves it again in another browser: sole-control.spec.ts. */
const OF_A_FIRST_SIGNATURE = STEP_NAMES.filter((step) => step !== 'saved_identity' && step !== 'step_up')
/** The other levels share all steps but the last, which looks different. */
const PLACES: readonly { level: string; step: Step }[] = [
  ...OF_A_FIRST_SIGNATURE.map((step) => ({ level: 'qes', step })),
  { level: 'aes', step: 'sign' },
  { level: 'ses', step: 'sign' },
]

/** Opens the link as a browser does first: its session is then the active one. */
async function comeAndGo(link: string | undefined): Promise<void> {
  const { headers } = await fetch(`${link}/open`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' } })
  expect(headers.get('location')).toMatch(/\/sign\/sgn_/)
}

const BOUND_TO_THE_SELFIE: ReadonlySet<Step> = new Set(['extracted_data', 'names', 'pin', 'certificate'])

/** The heading by which the page of a step is known, where one page shows two. */
function pageOf(step: Step): PlaceName {
  return step === 'terms' ? 'details' : step === 'names' ? 'pin' : step
}

type Visit = { person: Person; link: string | undefined; step: Step }

/** Opens the link in a browser that the product has not seen, because it has no cookies, and takes over from the one that is active. */
async function find(screen: Seated | undefined, product: RunningServer, { person, link, step }: Visit): Promise<SignerAtWork> {
  if (!screen) throw new Error('there is no screen')
  await screen.context.clearCookies()
  const signer = new SignerAtWork(screen.at.page, product, person)
  await signer.open(link ?? '')
  // Between the selfie and the certificate, who goes on elsewhere shows first that they are the same person.
  expect(await signer.goOn([...STEP_NAMES.map(pageOf), 'failed', 'help', 'done'])).toBe(
    BOUND_TO_THE_SELFIE.has(step) ? 'selfie' : pageOf(step),
  )
  return signer
}
