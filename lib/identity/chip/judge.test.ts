// What becomes of a chip: its own reason for each fault, and what outranks what in the verdict.

import { describe, expect, it } from 'vitest'
import type { ChipResult } from '../../domain/chip'
import { decide, type ChipReading, type SideReading } from '../check'
import { conclude } from '../conclusion'
import { PORTRAIT, holderFace, OTHER_FACE } from '../specimen/faces'
import type { SelfieReading } from '../liveness/judge'
import { REQUIRED_OF_SELFIE } from '../liveness/judge'
import { parseMrz } from '../mrz/parse'
import { POLICY } from '../policy'
import { REASON_OF_CHECK } from '../reasons'
import { judgeChip, type ChipContext, type ReadChip } from './judge'

const now = new Date('2026-11-29T12:00:00Z')
const LINES = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F3204153ZE184226B<<<<<16']
const EXPIRED = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const CHIP: ReadChip = { result: 'authentic', country: 'UT', groups: [1, 2], algorithm: 'ecdsa-sha256/sha256', lines: LINES }
const CONTEXT = { documentType: 'passport' as const, country: 'UT', specimens: true, minimumAge: 18, now, printed: null, print: [] }
const PRINTED = ((parsed) => {
  if (!parsed.ok) throw new Error('the specimen was not read')
  return parsed.mrz
})(parseMrz(LINES, now))

const concluded = (chip: Partial<ReadChip>, context: Partial<ChipContext> = {}) => {
  const { findings, mrz } = judgeChip({ ...CHIP, ...chip }, { ...CONTEXT, ...context }, POLICY)
  const conclusion = conclude(findings, [])
  const because = conclusion.outcome === 'failed' ? conclusion.reason : conclusion.outcome === 'referred' ? conclusion.referrals.join() : ''
  return { outcome: conclusion.outcome, because, counts: mrz !== null, findings }
}
const without = (result: ChipResult) => ({ result, lines: null })

describe('a chip', () => {
  it('counts when its own state has signed it, and says that a copy is not excluded', () => {
    const { outcome, counts, findings } = concluded({})
    expect([outcome, counts]).toEqual(['passed', true])
    expect(findings[0]).toMatchObject({ check: 'chip_authenticated', passed: true })
    expect(findings[0]?.detail).toContain('copy_excluded=false')
    expect(JSON.stringify(findings)).not.toMatch(/ERIKSSON|L898902C3|1974/)
  })

  it.each<[string, Partial<ReadChip>, object, string, string]>([
    ['changed data', without('hash_differs'), {}, 'failed', 'CHIP_CHANGED'],
    ['a wrong signature', without('signature_wrong'), {}, 'failed', 'CHIP_NOT_SIGNED'],
    ['an expired signer', without('signer_expired'), {}, 'failed', 'CHIP_SIGNER_INVALID'],
    ['a signer of something else', without('signer_not_for_documents'), {}, 'failed', 'CHIP_SIGNER_INVALID'],
    ['an unknown signer', without('signer_unknown'), {}, 'referred', 'CHIP_NOT_PROVEN'],
    ['an old algorithm', without('algorithm_not_accepted'), {}, 'referred', 'CHIP_NOT_PROVEN'],
    ['the signer of another state', { country: 'FR' }, {}, 'referred', 'CHIP_NOT_PROVEN'],
    ['a document of another country than declared', {}, { country: 'PL' }, 'failed', 'DATA_DISAGREE'],
    ['a specimen outside of test mode', {}, { specimens: false }, 'failed', 'DOCUMENT_SPECIMEN'],
    ['a document of another kind than declared', {}, { documentType: 'national_id' }, 'failed', 'DOCUMENT_OTHER_TYPE'],
    ['an expired document', { lines: EXPIRED }, {}, 'failed', 'DOCUMENT_EXPIRED'],
    ['another number in print', {}, { printed: { ...PRINTED, documentNumber: 'L898902C8' } }, 'failed', 'CHIP_DISAGREES'],
    ['another birth date in print', {}, { printed: { ...PRINTED, dateOfBirth: '1974-08-13' } }, 'failed', 'CHIP_DISAGREES'],
    ['another name in print', {}, { printed: { ...PRINTED, surname: 'ERIKSON' } }, 'referred', 'CHIP_DISAGREES'],
    ['the same in print', {}, { printed: PRINTED }, 'passed', ''],
  ])('with %s', (_, chip, context, outcome, because) => {
    expect(concluded(chip, context)).toMatchObject({ outcome, because })
  })

  const LABELS = 'Surname\nGiven names\nDate of birth\nDate of expiry\nPassport number\nNationality'
  const front = (text: string) =>
    `${LABELS}\n${text}`.split('\n').map((line) => line.split(' ').map((word) => ({ text: word, certainty: 95 })))
  it.each([
    ['of its own document', 'ERIKSSON\nANNA MARIA\n12.08.1974\nL898902C3\n15.04.2032', 'passed', ''],
    ['that is hardly legible', 'ERlK5', 'passed', ''],
    ['of another holder', 'NOWAK\nJANINA\n11.02.1961\nZZ1234567\n05.05.2031', 'failed', 'CHIP_DISAGREES'],
    ['with another birth date alone', 'ERIKSSON\nANNA MARIA\n11.02.1961\nL898902C3\n15.04.2032', 'referred', 'CHIP_DISAGREES'],
    ['with another surname alone', 'HUBY\nANNA MARIA\n12.08.1974\nL898902C3\n15.04.2032', 'referred', 'CHIP_DISAGREES'],
  ])('after a front %s', (_, text, outcome, because) => {
    expect(concluded({}, { print: front(text) })).toMatchObject({ outcome, because })
  })

  it('of a kind of document that is not taken is refused as its zone is', () => {
    const crew = ['ACUTOL898902C36<<<<<<<<<<<<<<<', '7408122F3204153UTO<<<<<<<<<<<6', 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<']
    const { outcome, because, counts } = concluded({ lines: crew }, { documentType: 'national_id' })
    expect([outcome, because, counts]).toEqual(['failed', REASON_OF_CHECK.document_no_crew_certificate, false])
  })

  it('that is not proven gives nothing of its content', () => {
    for (const chip of [without('signer_unknown'), { country: 'FR' }, { country: null }]) expect(concluded(chip).counts).toBe(false)
  })
})

describe('the verdict with a chip', () => {
  const selfie = (face: readonly number[]): SelfieReading => ({
    findings: REQUIRED_OF_SELFIE.map((check) => ({ check, passed: true, score: 1, threshold: 1, model: 'test/1' })),
    faces: [face],
  })
  const chip: ChipReading = { ...judgeChip(CHIP, CONTEXT, POLICY), portrait: PORTRAIT }
  const unproven: ChipReading = { ...judgeChip({ ...CHIP, ...without('signer_unknown') }, CONTEXT, POLICY), portrait: null }
  const pale = { check: 'document_colour', passed: false, score: 0, threshold: 1, model: 'test/1', refers: 'DOCUMENT_COLOURLESS' } as const
  const side: SideReading = { side: 'front', findings: [pale], problem: null, mrz: { ...PRINTED, surname: 'PRINT' }, portrait: OTHER_FACE }
  const verdict = (given: { sides?: SideReading[]; chip: ChipReading; face?: readonly number[] }) =>
    decide({ documentType: 'passport', sides: given.sides ?? [], chip: given.chip, selfie: selfie(given.face ?? holderFace(0.95)) }, POLICY)

  it('needs no photograph of the document', () => {
    expect(verdict({ chip })).toMatchObject({ outcome: 'passed', mrz: { surname: 'ERIKSSON' } })
  })

  it('compares the selfie with the portrait of the chip', () => {
    expect(verdict({ chip, face: OTHER_FACE })).toMatchObject({ outcome: 'failed', reason: 'FACE_MISMATCH' })
  })

  it('takes names and portrait of the chip before those of the print, and leaves no doubt about the print', () => {
    expect(verdict({ chip, sides: [side] })).toMatchObject({ outcome: 'passed', mrz: { surname: 'ERIKSSON' } })
  })

  it('takes nothing of a chip that is not proven', () => {
    const { outcome, reason, mrz } = verdict({ chip: unproven })
    expect({ outcome, reason, mrz }).toEqual({ outcome: 'failed', reason: 'CAPTURE_INCOMPLETE', mrz: null })
  })
})
