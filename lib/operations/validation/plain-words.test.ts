// No sentence for people says more than is proven.

import { expect, it } from 'vitest'
import { hasEffect, namesList, stateOfDocument } from './plain-words'

it.each<[string, Parameters<typeof stateOfDocument>[0], ReturnType<typeof stateOfDocument>]>([
  ['whole', { intact: true, changes: [], codes: [] }, 'unchanged'],
  ['whole, without a time-stamp', { intact: true, changes: [], codes: ['NO_TIMESTAMP'] }, 'unchanged'],
  ['broken', { intact: false, changes: [], codes: ['HASH_FAILURE'] }, 'changed'],
  ['filled in since', { intact: true, changes: [{ kind: 'form_fill', allowed: true }], codes: [] }, 'addedTo'],
  ['signed since, where it shows', { intact: true, changes: [{ kind: 'visible_signature', allowed: true }], codes: [] }, 'addedTo'],
  ['signed since', { intact: true, changes: [{ kind: 'signature', allowed: true }], codes: [] }, 'unchanged'],
  ['signed in part', { intact: true, changes: [], codes: ['PART_SIGNED'] }, 'changed'],
  ['in a container with more files', { intact: true, changes: [], codes: ['FILE_NOT_SIGNED'] }, 'changed'],
])('a document that is %s', (_, told, state) => {
  expect(stateOfDocument(told)).toBe(state)
})

it('tells of no legal effect that is not proven', () => {
  expect((['TOTAL-PASSED', 'INDETERMINATE', 'TOTAL-FAILED'] as const).map(hasEffect)).toEqual([true, false, true])
})

it('does not call a valid signature one that nobody vouches for', () => {
  expect(namesList('TOTAL-PASSED', 'NOT_TRUSTED')).toBe(false)
  expect(namesList('INDETERMINATE', 'NOT_TRUSTED')).toBe(true)
  expect(namesList('TOTAL-PASSED', 'EU_TRUSTED')).toBe(true)
})
