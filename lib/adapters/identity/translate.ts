// The identity analysis in the words of the operations' port: findings, movements, selfie steps and machine-readable zones.

import type { Finding as StoredFinding } from '../../domain/event'
import type { DocumentMovement } from '../../identity/document/movement-challenge'
import type { Finding, Check } from '../../identity/finding'
import type { Frame } from '../../identity/frame'
import type { SelfieStep } from '../../identity/liveness/challenge'
import type { RunTrace } from '../../identity/liveness/replay'
import type { Mrz } from '../../identity/mrz/parse'
import type { CameraFrame, Movement, MrzReading, PlannedChallenge, SelfieChallengeKind } from '../../operations/kernel/identity-analysis'

/** Both name the edge that goes away from the camera; moving closer is not asked, because a desk camera cannot be told from a zoom. */
const MOVEMENTS: Readonly<Record<Movement, DocumentMovement>> = {
  tilt_left: 'tilt_left_away',
  tilt_right: 'tilt_right_away',
  tilt_forward: 'tilt_top_away',
  tilt_back: 'tilt_bottom_away',
}

export const askedMovement = (movement: Movement): DocumentMovement => MOVEMENTS[movement]

export function movementOf(asked: DocumentMovement): Movement | null {
  const found = Object.entries(MOVEMENTS).find(([, name]) => name === asked)
  return found ? (found[0] as Movement) : null
}

export const kindOf = (action: SelfieStep['action']): SelfieChallengeKind => (action === 'look_straight' ? 'neutral' : action)
export const actionOf = (kind: SelfieChallengeKind): SelfieStep['action'] => (kind === 'neutral' ? 'look_straight' : kind)

export function stepOf({ nonce, kind, gapMs, holdMs, deadlineMs }: PlannedChallenge, index: number): SelfieStep {
  return { index, action: actionOf(kind), nonce, gapMs, holdMs, deadlineMs }
}

export function frameOf({ image, seq, capturedAt, receivedAt, nonce }: CameraFrame): Frame {
  return { seq, capturedAt, receivedAt, nonce, jpeg: image }
}

/** Details become one short line of codes and numbers: the evidence holds facts, not structures. */
export function storedFinding({ check, passed, score, threshold, model, detail }: Finding): StoredFinding {
  const line = Object.entries(detail ?? {})
    .map(([name, value]) => `${name}=${value ?? ''}`)
    .join(' ')
  return { check, passed, score, threshold, model, ...(line === '' ? {} : { detail: line }) }
}

export function findingOf({ check, passed, score = 0, threshold = 0, model }: StoredFinding): Finding {
  return { check: check as Check, passed, score, threshold, model }
}

export function mrzReading(mrz: Mrz): MrzReading {
  return {
    format: mrz.format,
    documentCode: mrz.documentCode,
    issuer: mrz.issuer,
    surname: mrz.surname,
    givenNames: mrz.givenNames,
    documentNumber: mrz.documentNumber,
    nationality: mrz.nationality,
    dateOfBirth: mrz.birthDate.iso,
    sex: mrz.sex === 'X' ? null : mrz.sex,
    expiry: mrz.expiryDate.iso,
    namesTruncated: mrz.truncated,
    checkDigits: mrz.checkDigits.map(({ field, valid }) => ({ field, valid })),
  }
}

/** A run's fingerprints as one string: what is kept of it so that a recording of it is recognised. */
export const traceText = ({ frames }: RunTrace): string =>
  frames.map(({ at, digest, print, active }) => `${Math.round(at)}:${digest}:${print}:${active ? 1 : 0}`).join(';')

export function traceOf(text: string): RunTrace {
  return {
    frames: text
      .split(';')
      .filter((line) => line !== '')
      .map((line) => {
        const [at = '0', digest = '', print = '', active = '0'] = line.split(':')
        return { at: Number(at), digest, print, active: active === '1' }
      }),
  }
}
