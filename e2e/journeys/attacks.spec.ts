// Being somebody else: a stranger is refused with the reason; after the last try a person takes over, and the requester sees why. What the check
// makes of each attack is shown on its frames (lib/identity); the attacks marked @whole show the same through a camera.

import { expect, type Browser } from '@playwright/test'
import {
  honest,
  withExpiredDocument,
  withPhotograph,
  withReplay,
  withStranger,
  withWrongCheckDigit,
  type Actor,
} from '../../lib/testing/camera/actor'
import { annaKowalska, eleniPapadopoulou } from '../../lib/testing/camera/documents/specimen'
import type { RunningServer } from '../server'
import { words } from '../words'
import { anna, ask, eleni, seat, type Asked, type Seated } from './people'
import { test } from './product'

test.describe.configure({ mode: 'parallel' })

type Attempt = Seated & { asked: Asked; reason: string }

/** The refused signer reads why, and what helps. */
async function readsWhy({ at: { page } }: Seated): Promise<string> {
  const address = page.url().replace('/sign/', '/api/journey/')
  const { failure } = (await (await page.request.get(address)).json()) as {
    failure: { code: string; message: string; advice: string } | null
  }
  await expect(page.getByText(failure?.message ?? 'no reason')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(failure?.advice ?? 'no advice')).toBeVisible({ timeout: 60_000 })
  return failure?.code ?? 'none'
}

/** Goes through the check of identity once as this actor; the caller closes the browser. */
async function attempt(browser: Browser, product: RunningServer, actor: Actor, person = anna()): Promise<Attempt> {
  const asked = await ask(product, [person])
  const seated = await seat(browser, product, person, { actor })
  await seated.at.open(asked.links[0] ?? '')
  const refused = async () => {
    expect(await seated.at.goOn(['failed', 'help', 'extracted_data'])).toBe('failed')
    return readsWhy(seated)
  }
  let reason = await refused()
  // A busy machine filmed too little: nobody has looked at the face yet.
  for (; reason === 'LIVENESS_TIMING'; reason = await refused()) await seated.at.tryAgain()
  // More tries are left.
  await expect(seated.at.page.getByRole('button', { name: words('journey.identityFailed.again') })).toBeVisible({ timeout: 60_000 })
  return { ...seated, asked, reason }
}

async function reasonFor(browser: Browser, product: RunningServer, actor: Actor, person = anna()): Promise<string> {
  const { reason, context } = await attempt(browser, product, actor, person)
  await context.close()
  return reason
}

test('a different face is refused; after the last try a person takes over, the signer is told, and the requester sees why', async ({
  browser,
  product,
}) => {
  const person = eleni()
  const { api, request, links } = await ask(product, [person])
  const signer = request.signers[0]?.id ?? ''
  const tried = await api.call<{ at: string; attempts: { used: number; allowed: number } }>('POST', `/sandbox/signers/${signer}/complete`, {
    fail_with: 'FACE_MISMATCH',
  })
  expect(tried.body).toMatchObject({ at: 'help', attempts: { used: 3, allowed: 3 } })
  const seated = await seat(browser, product, person)
  await seated.at.open(links[0] ?? '')
  expect(await seated.at.goOn(['failed', 'help'])).toBe('help')
  expect(await readsWhy(seated)).toBe('FACE_MISMATCH')
  await seated.context.close()

  expect((await api.get(request.id)).signers[0]?.status).toBe('verification_failed')
  const verification = await api.call<{ verification_status: string }>(
    'GET',
    `/signature-requests/${request.id}/signers/${signer}/verification`,
  )
  expect(verification.body.verification_status).toBe('failed')
})

test.describe('before the camera', { tag: '@whole' }, () => {
  test('a stranger with somebody’s document', async ({ browser, product }) => {
    expect(await reasonFor(browser, product, withStranger(eleniPapadopoulou), eleni())).toBe('FACE_MISMATCH')
  })

  test('a photograph held to the camera', async ({ browser, product }) => {
    expect(await reasonFor(browser, product, withPhotograph(annaKowalska))).toBe('LIVENESS_NO_MOVEMENT')
  })

  test('an expired document', async ({ browser, product }) => {
    expect(await reasonFor(browser, product, withExpiredDocument(annaKowalska))).toBe('DOCUMENT_EXPIRED')
  })

  test('a document with a wrong check digit', async ({ browser, product }) => {
    expect(await reasonFor(browser, product, withWrongCheckDigit(annaKowalska))).toBe('DOCUMENT_CHECK_DIGIT')
  })

  test('a clip of an earlier run played again', async ({ browser, product }) => {
    const person = anna()
    const earlier = await ask(product, [person])
    const seated = await seat(browser, product, person, { actor: honest(annaKowalska) })
    await seated.at.open(earlier.links[0] ?? '')
    expect(await seated.at.goOn(['failed', 'extracted_data', 'help'])).toBe('extracted_data')
    const clip = seated.camera.recording()
    await seated.context.close()
    expect(clip.length).toBeGreaterThan(50)
    expect(['LIVENESS_CHALLENGE_MISMATCH', 'LIVENESS_REPLAY']).toContain(await reasonFor(browser, product, withReplay(annaKowalska, clip)))
  })
})
