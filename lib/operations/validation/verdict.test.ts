// What people are told of a file in one word.

import { expect, it } from 'vitest'
import type { Change } from '../../validation/change-kinds'
import type { ValidatedDocument } from './judge-file'
import { verdictOf, type Verdict } from './verdict'

type Signature = ValidatedDocument['signatures'][number]
const signature = (indication: Signature['indication'], more: Partial<Pick<Signature, 'test' | 'changes'>> = {}) =>
  ({ indication, test: false, changes: [], ...more }) as unknown as Signature
const GOOD = signature('TOTAL-PASSED')
const UNSURE = signature('INDETERMINATE')
const BROKEN = signature('TOTAL-FAILED')
const TEST = signature('TOTAL-PASSED', { test: true })
const after = (...kinds: Change['kind'][]) => signature('TOTAL-PASSED', { changes: kinds.map((kind) => ({ kind, allowed: true })) })

it.each<[string, readonly Signature[], Verdict]>([
  ['no signature', [], 'none'],
  ['good ones', [GOOD, GOOD], 'valid'],
  ['one that is broken among others', [GOOD, UNSURE, TEST, BROKEN], 'broken'],
  ['one that is not proven', [GOOD, UNSURE, TEST], 'unsure'],
  ['one that is a test', [GOOD, TEST], 'test'],
  ['validation data and later signatures', [after('validation_data', 'document_timestamp', 'signature'), GOOD], 'valid'],
  ['a later signature in a field of its own, which shows', [after('validation_data', 'visible_signature'), GOOD], 'added'],
  ['a field that was filled in afterwards', [after('validation_data', 'form_fill'), GOOD], 'added'],
  ['a field that was hidden afterwards', [after('field_visibility')], 'added'],
  ['a field that looks different', [after('field_appearance')], 'added'],
  ['a comment', [after('annotation')], 'added'],
  ['a field that was filled in, and one that is not proven', [after('form_fill'), UNSURE], 'unsure'],
])('%s', (_, signatures, verdict) => {
  expect(verdictOf({ signatures })).toBe(verdict)
})
