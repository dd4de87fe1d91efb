// A finding: one check of the analysis, with its score, its threshold and the model that measured it.

import type { Finding as Evidenced } from '../domain/event'
import type { Referral } from './referrals'

// Each check stands for exactly one failure that a signer can be told about (see reasons.ts).
export const CHECKS = [
  'capture_readable',
  'document_in_frame',
  'document_distance',
  'document_light',
  'document_sharpness',
  'document_glare',
  'document_side',
  'document_portrait',
  'document_no_visa',
  'document_no_permit',
  'document_no_crew_certificate',
  'document_no_licence',
  'document_layout',
  'document_mrz_readable',
  'document_fields',
  'document_check_digits',
  'document_expiry',
  'document_no_specimen',
  'document_type',
  'document_dates',
  'holder_age',
  'document_known',
  'document_print',
  'document_sides',
  'document_accepted',
  'document_data_agreement',
  'document_movement',
  'document_continuity',
  'document_same',
  'document_film_timing',
  'document_no_replay',
  'document_glare_motion',
  'document_colour',
  'document_raster',
  'document_corners',
  'document_border',
  'document_zone_width',
  'chip_data',
  'chip_signature',
  'chip_signer',
  'chip_authenticated',
  'chip_agreement',
  'face_present',
  'face_single',
  'face_distance',
  'face_light',
  'face_eyes',
  'face_neutral',
  'face_continuity',
  'face_match',
  'face_unlike_portrait',
  'document_elsewhere',
  'face_elsewhere',
  'liveness_movement',
  'liveness_sequence',
  'liveness_challenges',
  'liveness_reaction',
  'liveness_timing',
  'liveness_promptness',
  'liveness_way',
  'liveness_light_shown',
  'liveness_light',
  'liveness_light_steps',
  'liveness_light_fall_off',
  'liveness_relief',
  'capture_signals',
  'liveness_fresh_frames',
  'liveness_no_replay',
] as const

export type Check = (typeof CHECKS)[number]

/** As the evidence keeps it, and always with a score. */
export type Finding = Readonly<Evidenced & { check: Check; score: number; threshold: number; refers?: Referral }>

// Numbers and codes only: never a name, a document number or an image.
type Detail = Readonly<Record<string, string | number | boolean | null>>

type Measured = Pick<Finding, 'check' | 'score' | 'threshold' | 'model'> & { detail?: Detail }

const rounded = (value: number) => Math.round(value * 10_000) / 10_000

function finding({ check, score, threshold, model, detail }: Measured, passed: boolean): Finding {
  const line = Object.entries(detail ?? {})
    .map(([name, value]) => `${name}=${value ?? ''}`)
    .join(' ')
  return { check, passed, score: rounded(score), threshold: rounded(threshold), model, ...(line === '' ? {} : { detail: line }) }
}

export const atLeast = (measured: Measured): Finding => finding(measured, measured.score >= measured.threshold)

export const atMost = (measured: Measured): Finding => finding(measured, measured.score <= measured.threshold)

// A rule without a scale: 1 when it holds, 0 when it does not.
export const holds = (check: Check, passed: boolean, model: string, detail: Detail = {}): Finding =>
  finding({ check, score: passed ? 1 : 0, threshold: 1, model, detail }, passed)

// What did not pass, but is not certainly wrong either: a person decides.
export const orRefer = (found: Finding, reason: Referral): Finding => (found.passed ? found : { ...found, refers: reason })
