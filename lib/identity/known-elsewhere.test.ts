// What is found under another name is left to a person, with its own reason.
import { expect, it } from 'vitest'
import { conclude } from './conclusion'
import { judgeElsewhere, templateOf } from './known-elsewhere'
import { POLICY } from './policy'

it.each([
  [0, null, { outcome: 'passed' }],
  [0, 0.55, { outcome: 'passed' }],
  [0, 0.3, { outcome: 'referred', referrals: ['FACE_SEEN_ELSEWHERE'] }],
  [2, 0.9, { outcome: 'referred', referrals: ['DOCUMENT_SEEN_ELSEWHERE'] }],
])('%d documents, and a face at %d', (documents, nearest, verdict) => {
  expect(conclude(judgeElsewhere({ documents, nearest }, POLICY), ['document_elsewhere', 'face_elsewhere'])).toEqual(verdict)
})

it('keeps the mean of the faces of a run', () => {
  expect(templateOf([])).toBeNull()
  expect(
    templateOf([
      [0, 1],
      [1, 1],
      [2, 4],
    ]),
  ).toEqual([1, 2])
})
