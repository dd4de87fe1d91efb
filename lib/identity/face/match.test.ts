// The comparison of faces by distance alone: somebody else, somebody doubtful, the holder, and the portrait itself set in motion.
import { expect, it } from 'vitest'
import { conclude } from '../conclusion'
import { POLICY } from '../policy'
import { judgeFaceMatch, judgeFaceUnlike } from './match'

const at = (distance: number) => {
  const faces = Array.from({ length: 5 }, () => [distance, 0])
  return conclude([judgeFaceMatch([0, 0], faces, POLICY), judgeFaceUnlike([0, 0], faces, POLICY)], ['face_match'])
}

it.each([
  [0.1, { outcome: 'referred', referrals: ['FACE_TOO_ALIKE'] }],
  [0.19, { outcome: 'referred', referrals: ['FACE_TOO_ALIKE'] }],
  [0.23, { outcome: 'passed' }],
  [0.43, { outcome: 'passed' }],
  [0.58, { outcome: 'referred', referrals: ['FACE_UNCERTAIN'] }],
  [0.8, { outcome: 'failed', reason: 'FACE_MISMATCH' }],
])('a face at %d of the portrait', (distance, verdict) => expect(at(distance)).toEqual(verdict))
