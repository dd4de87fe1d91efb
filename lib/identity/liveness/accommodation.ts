// The still selfie of a person who cannot move as asked, or who wants no machine to compare their face: what it cannot show is left to a person.
import { holds, orRefer, type Check, type Finding } from '../finding'
import type { Referral } from '../referrals'
import { REQUIRED_OF_SELFIE, type SelfieReading } from './judge'

// Checks of the film itself, which a still picture passes or fails like any other.
const OF_FILM: ReadonlySet<Check> = new Set(['liveness_timing', 'liveness_fresh_frames', 'liveness_no_replay'])

const isOfMovement = (check: Check): boolean => check.startsWith('liveness_') && !OF_FILM.has(check)

export const leftToPerson = (check: Check, reason: Referral): Finding => orRefer(holds(check, false, 'person/1'), reason)

export function withoutMovement(reading: SelfieReading): SelfieReading {
  const left = REQUIRED_OF_SELFIE.filter(isOfMovement).map((check) => leftToPerson(check, 'MOVEMENT_NOT_POSSIBLE'))
  return { ...reading, findings: [...reading.findings.filter(({ check }) => !isOfMovement(check)), ...left] }
}

// Nothing was measured, and no face is kept.
export function withoutComparison(): SelfieReading {
  const checks: readonly Check[] = [...REQUIRED_OF_SELFIE, 'face_match']
  return { faces: [], findings: checks.map((check) => leftToPerson(check, 'FACE_NOT_COMPARED')) }
}
