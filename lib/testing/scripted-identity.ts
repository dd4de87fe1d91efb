// An identity analysis that says what a test tells it to: for tests of the acts around it, which have no camera.

import { jpeg } from './journey-walk'
import type { Accommodation } from '../domain/capture'
import { judgeChip } from '../identity/chip/judge'
import type { JudgedSide } from '../identity/check'
import type { MrzReading } from '../identity/mrz/parse'
import { POLICY } from '../identity/policy'
import type { ReasonCode } from '../identity/reasons'
import type { Referral } from '../identity/referrals'
import type { IdentityAnalysis } from '../operations/kernel/identity-analysis'

export type Script = {
  mrz: Partial<MrzReading>
  /** The coded reason for which the check fails; null: it passes, or is referred. */
  verdict: ReasonCode | null
  /** Why a person is to decide; null: nobody is. */
  referral: Referral | null
  /** Coded reasons for which the next shots are refused, in order; once it is empty, every shot is good. */
  shots: ReasonCode[]
  /** Whether a face is found in the portrait of a chip. */
  face: boolean
  /** The traces that were handed in as those of earlier runs. */
  earlier: string[][]
  /** What was asked for before each selfie. */
  accommodations: (Accommodation | null)[]
  /** Faces of a selfie that a person had approved, as they were handed in with each verdict. */
  approved: (readonly (readonly number[])[])[]
  /** What was kept of an earlier portrait, as it was handed in with each verdict on a step-up. */
  kept: (readonly number[] | null)[]
  /** When each side's movement was shown, as it was handed in. */
  shown: (number | null)[]
  /** Since when each side's movement was given out, as it was handed in. */
  given: number[]
  /** The traces that were handed in as those of earlier films of each side. */
  earlierOfSides: string[][]
}

const POLISH: MrzReading = {
  format: 'TD1',
  documentCode: 'I',
  issuer: 'POL',
  surname: 'ZOLC',
  givenNames: ['LUKASZ', 'JAN'],
  documentNumber: 'ABC123456',
  nationality: 'POL',
  dateOfBirth: '1985-04-22',
  sex: 'M',
  expiry: '2032-01-01',
  namesTruncated: false,
  checkDigits: [{ field: 'document_number', valid: true }],
}

/** The document of a second person, Ελένη Παπαδοπούλου. */
export const ELENI: Script['mrz'] = {
  surname: 'PAPADOPOULOU',
  givenNames: ['ELENI'],
  nationality: 'GRC',
  issuer: 'GRC',
  documentNumber: 'AB7654321',
}

export function scriptedIdentity(): { identity: IdentityAnalysis; script: Script } {
  const script: Script = {
    mrz: {},
    verdict: null,
    referral: null,
    shots: [],
    face: true,
    earlier: [],
    accommodations: [],
    approved: [],
    kept: [],
    shown: [],
    given: [],
    earlierOfSides: [],
  }
  const side = (which: 'front' | 'back', problem: ReasonCode | null): JudgedSide => ({
    side: which,
    problem,
    mrz: null,
    portrait: [0.1],
    picture: jpeg(which),
    findings: [{ check: 'document_light', passed: problem === null, score: 1, threshold: 1, model: 'script/1' }],
  })
  return {
    script,
    identity: {
      planMovement: () => 'tilt_left',
      planChallenges: ({ still = false } = { camera: true }) =>
        (still ? (['neutral'] as const) : (['neutral', 'turn_left'] as const)).map((kind) => ({
          nonce: crypto.randomUUID(),
          kind,
          holdMs: 600,
          gapMs: 0,
          deadlineMs: 6000,
        })),
      othersBefore: () => null,
      warmSelfieStep: () => undefined,
      readSide: async (input) => {
        script.shown.push(input.shownAt)
        script.given.push(input.givenAt)
        const traces: string[] = []
        for await (const films of input.earlier) traces.push(...films.map((trace) => Buffer.from(trace).toString()))
        script.earlierOfSides.push(traces)
        const trace = new Uint8Array(Buffer.from(`${input.side} of ${input.reader.check}`))
        return { ...side(input.side, script.shots.shift() ?? null), trace }
      },
      readSelfie: async ({ reader, earlier, accommodation }) => {
        script.accommodations.push(accommodation)
        const traces: string[] = []
        for await (const runs of earlier) traces.push(...runs.map((trace) => Buffer.from(trace).toString()))
        script.earlier.push(traces)
        return { findings: [], faces: [[0.1]], trace: new Uint8Array(Buffer.from(`selfie of ${reader.check}`)) }
      },
      comesNear: () => false,
      decide: ({ approvedFaces, kept }) => {
        if (kept !== undefined) script.kept.push(kept)
        if (approvedFaces) script.approved.push(approvedFaces)
        return {
          outcome: script.verdict !== null ? 'failed' : script.referral !== null ? 'referred' : 'passed',
          reason: script.verdict,
          referrals: script.referral === null ? [] : [script.referral],
          matchScore: 0.97,
          mrz: kept === undefined ? { ...POLISH, ...script.mrz } : null,
          findings: [
            {
              check: 'face_match',
              passed: script.verdict === null && script.referral === null,
              score: 0.97,
              threshold: 0.5,
              model: 'script/1',
              ...(script.referral === null ? {} : { refers: script.referral }),
            },
          ],
        }
      },
      readPortrait: () => Promise.resolve(script.face ? [0.1] : null),
      judgeChip: (chip, context) => judgeChip(chip, context, POLICY),
    },
  }
}
