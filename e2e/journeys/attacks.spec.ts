// Five ways to be somebody else, each refused with its own reason; after the last try the signer is told and the requester sees why.

import { expect } from '@playwright/test'
import { honest, withExpiredDocument, withPhotograph, withReplay, withStranger, withWrongCheckDigit, type Actor } from '../camera/actor'
import { annaKowalska } from '../camera/documents/specimen'
import type { RunningServer } from '../server'
import { anna, ask, seat } from './people'
import { test } from './product'

test.describe.configure({ timeout: 600_000, mode: 'parallel' })

/** Goes through the check of identity as this actor, as often as there are tries, and returns the coded reason of each refusal. */
async function attempt(browser: Parameters<typeof seat>[0], product: RunningServer, actor: Actor, tries = 1): Promise<{ reasons: string[]; end: string; requestId: string; api: Awaited<ReturnType<typeof ask>>['api'] }> {
  const person = anna()
  const asked = await ask(product, [person])
  const { at, context } = await seat(browser, product, person, { actor })
  await at.open(asked.links[0] ?? '')
  const reasons: string[] = []
  let end = ''
  for (let number = 0; number < tries; number++) {
    end = await at.goOn(['failed', 'help', 'extractedData'])
    if (end === 'extractedData') break
    const view = (await (await at.page.request.get(at.page.url().replace('/sign/', '/api/journey/'))).json()) as { failure: { code: string; advice: string } | null }
    reasons.push(view.failure?.code ?? 'none')
    expect(view.failure?.advice).toBeTruthy()
    if (end === 'help') break
    if (number + 1 < tries) await at.page.getByRole('button', { name: 'Try again' }).click()
  }
  await context.close()
  return { reasons, end, requestId: asked.request.id, api: asked.api }
}

test('a photograph held to the camera', async ({ browser, product }) => {
  expect((await attempt(browser, product, withPhotograph(annaKowalska))).reasons).toEqual(['LIVENESS_NO_MOVEMENT'])
})

test('an expired document', async ({ browser, product }) => {
  expect((await attempt(browser, product, withExpiredDocument(annaKowalska))).reasons).toEqual(['DOCUMENT_EXPIRED'])
})

test('a document with a wrong check digit', async ({ browser, product }) => {
  expect((await attempt(browser, product, withWrongCheckDigit(annaKowalska))).reasons).toEqual(['DOCUMENT_CHECK_DIGIT'])
})

test('a clip of an earlier run played again', async ({ browser, product }) => {
  const person = anna()
  const earlier = await ask(product, [person])
  const seated = await seat(browser, product, person, { actor: honest(annaKowalska) })
  await seated.at.open(earlier.links[0] ?? '')
  expect(await seated.at.goOn(['extractedData', 'help'])).toBe('extractedData')
  const clip = seated.camera.recording()
  await seated.context.close()
  expect(clip.length).toBeGreaterThan(50)
  const { reasons } = await attempt(browser, product, withReplay(annaKowalska, clip))
  expect(['LIVENESS_CHALLENGE_MISMATCH', 'LIVENESS_REPLAY']).toContain(reasons[0])
})

test('a different face, three times: then a person takes over, the signer is told, and the requester sees why', async ({ browser, product }) => {
  const { reasons, end, api, requestId } = await attempt(browser, product, withStranger(annaKowalska), 3)
  expect(end).toBe('help')
  // On a busy machine a try may end for its timing, before any face is compared.
  expect(reasons).toContain('FACE_MISMATCH')
  const state = await api.get(requestId)
  expect(state.signers[0]?.status).toBe('verification_failed')
  const verification = await api.call<{ verification_status: string }>('GET', `/signature-requests/${requestId}/signers/${state.signers[0]?.id}/verification`)
  expect(verification.body.verification_status).toBe('failed')
})
