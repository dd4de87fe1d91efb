// Chips that an organisation's app posts: what they change, what they do not, when they are taken, and what is kept of them.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChipFault } from '../../domain/chip'
import { jpeg, newRequest, placesAlong, Walk } from '../../testing/journey-walk'
import { scriptedIdentity, type Script } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { UTOPIAN } from '../../testing/crypto/chips'
import { loadEvents } from '../kernel/evidence'
import { getVerification } from './get-verification'
import { importChip } from './import-chip'
import { picturesOf } from './picture-store'
import { openResult } from './verification-store'
import { saysOf } from '@/lib/testing/refusal'

let test: TestContext
let script: Script
let walk: Walk
let request: string
let from: (place: 'identity' | 'document' | 'selfie' | 'extracted_data') => Promise<void>

beforeAll(async () => {
  const scripted = scriptedIdentity()
  script = scripted.script
  test = await testContext({ identity: scripted.identity })
  const created = await newRequest(test, [{ name: 'Łukasz Żółć', email: 'lukasz@example.com' }])
  request = created.id
  walk = await Walk.open(test, created.signers[0]?.id ?? '')
  from = await placesAlong(test, walk, ['identity', 'document', 'selfie', 'extracted_data'])
})
afterAll(() => test.close())
beforeEach(() => {
  Object.assign(script, { mrz: {}, verdict: null, referral: null, shots: [], face: true, earlier: [], shown: [] })
})

const PORTRAIT = jpeg('the portrait')
const chip = (fault: ChipFault | null = null, lines: readonly string[] = UTOPIAN) =>
  test.context.testChips.make({ lines, portrait: PORTRAIT, size: { width: 240, height: 320 } }, fault)
const post = (files = chip(), attempt = 1) =>
  importChip(test.context, test.caller, { requestId: request, signerId: walk.caller.signerId, attempt, ...files })
const factTypes = async () => (await loadEvents(test.context, test.context.db, request)).map(({ fact }) => fact.type)
const begin = async (country = 'UT') => {
  await from('identity')
  await walk.act({ act: 'start_verification', country, documentType: 'passport' })
}
const rows = () => test.context.db.verification.findMany({ where: { signerId: walk.caller.signerId } })

describe('a chip that a state has signed', () => {
  it('takes the place of the photographs, and is kept sealed: portrait and readings', async () => {
    await begin()
    const answer = await post()
    expect(answer).toMatchObject({ outcome: 'authenticated', attempt: 1, reasons: [] })
    expect(await walk.place()).toBe('selfie')
    const [row] = await rows()
    if (!row) throw new Error('no check')
    expect(openResult(test.context, row)?.chip).toMatchObject({
      mrz: { surname: 'ERIKSSON', documentNumber: 'L898902C3' },
      portrait: [0.1],
    })
    const [picture] = await picturesOf(test.context, row)
    expect(picture?.side).toBe('chip')
    expect(Buffer.from(picture?.jpeg ?? '').equals(PORTRAIT)).toBe(true)
  })

  it('leaves no personal data in the evidence', async () => {
    await begin()
    await post()
    const events = JSON.stringify(await loadEvents(test.context, test.context.db, request))
    expect(events).toContain('chip_authenticated')
    expect(events).not.toMatch(/ERIKSSON|L898902C3|740812|1974-08-12/)
  })

  it('gets the same answer again, once, and another chip none', async () => {
    await begin()
    const files = chip()
    const [first, second] = await Promise.all([post(files), post(files)])
    expect(second).toEqual(first)
    expect(await post(files)).toEqual(first)
    expect((await factTypes()).filter((type) => type === 'chip_read')).toHaveLength(1)
    expect(await saysOf(post(chip()))).toBe('STATE_CONFLICT.other_chip')
  })

  it('leads to the verdict with the selfie alone', async () => {
    await begin()
    await post()
    await walk.selfie()
    expect(await factTypes()).not.toContain('document_side_captured')
    // Found again under another name, although no side was photographed.
    expect(await test.context.db.knownIdentity.count()).toBe(1)
    expect((await getVerification(test.context, test.caller, { requestId: request, signerId: walk.caller.signerId })).status).toBe(
      'verified',
    )
  })
})

describe('a chip that is not', () => {
  it.each<[ChipFault, string, string]>([
    ['data_changed', 'CHIP_CHANGED', 'hash_differs'],
    ['signature_wrong', 'CHIP_NOT_SIGNED', 'signature_wrong'],
    ['signer_expired', 'CHIP_SIGNER_INVALID', 'signer_expired'],
  ])('%s: refused with %s', async (fault, code, result) => {
    await begin()
    const files = chip(fault)
    const answer = await post(files)
    expect(answer).toMatchObject({ outcome: 'refused', reasons: [{ code }] })
    expect(answer.findings[0]?.detail).toContain(`result=${result}`)
    expect(await walk.place()).toBe('identity')
    expect((await rows())[0]).toMatchObject({ status: 'failed', reason: code })
    expect(await post(files)).toEqual(answer)
    expect((await factTypes()).slice(-2)).toEqual(['chip_read', 'verification_failed'])
  })

  it('signer_unknown: changes nothing but leads to a person; the document is photographed', async () => {
    await begin()
    expect(await post(chip('signer_unknown'))).toMatchObject({ outcome: 'referred', reasons: [{ code: 'CHIP_NOT_PROVEN' }] })
    expect(await walk.place()).toBe('document')
    const [row] = await rows()
    expect(row && openResult(test.context, row)?.chip).toMatchObject({ mrz: null, portrait: null })
    expect(row && (await picturesOf(test.context, row))).toEqual([])
  })

  it('is refused where the document is of another country than the signer declared', async () => {
    await begin('PL')
    expect(await post()).toMatchObject({ outcome: 'refused', reasons: [{ code: 'DATA_DISAGREE' }] })
  })

  it('is not read for a check whose row somebody has changed in the database', async () => {
    await begin('PL')
    await test.context.db.verification.updateMany({ where: { signerId: walk.caller.signerId }, data: { country: 'UT' } })
    await expect(post()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
  })
})

describe('a chip is not taken', () => {
  const broken = () => ({ ...chip(), sod: Buffer.from('7700', 'hex') })

  it.each<[string, () => Promise<unknown>, string]>([
    ['before the check has begun', () => from('identity').then(() => post()), 'STATE_CONFLICT.no_chip_awaited'],
    ['after the selfie', () => from('extracted_data').then(() => post()), 'STATE_CONFLICT.no_chip_awaited'],
    ['in another attempt', () => begin().then(() => post(chip(), 2)), 'STATE_CONFLICT.other_attempt'],
    ['without its form', () => begin().then(() => post(broken())), 'CHIP_UNREADABLE.sod'],
  ])('%s', async (_, posting, says) => {
    expect(await saysOf(posting())).toBe(says)
    expect(await factTypes()).not.toContain('chip_read')
  })

  it('without a face, and the attempt goes on', async () => {
    await begin()
    script.face = false
    expect(await saysOf(post())).toBe('CHIP_UNREADABLE.no_face')
    expect(await walk.place()).toBe('document')
  })

  it('from another account', async () => {
    await begin()
    const { caller } = await test.newCaller()
    const posting = importChip(test.context, caller, { requestId: request, signerId: walk.caller.signerId, attempt: 1, ...chip() })
    expect(await saysOf(posting)).toBe('NOT_FOUND.signer')
  })

  it('more than twenty times in ten minutes', async () => {
    await begin()
    for (let time = 0; time < 20; time++) await saysOf(post(broken()))
    expect(await saysOf(post())).toMatch(/^RATE_LIMITED/)
  })
})
