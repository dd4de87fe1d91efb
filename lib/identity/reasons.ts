// Every reason an identity check can fail for; the words for them are messages/<language>/identity.json.
import type { Check } from './finding'

export const REASONS = [
  'CAPTURE_INCOMPLETE',
  'DOCUMENT_NOT_IN_FRAME',
  'DOCUMENT_TOO_FAR',
  'DOCUMENT_TOO_DARK',
  'DOCUMENT_BLURRED',
  'DOCUMENT_GLARE',
  'DOCUMENT_SIDES_SWAPPED',
  'DOCUMENT_PORTRAIT_NOT_FOUND',
  'DOCUMENT_VISA',
  'DOCUMENT_RESIDENCE_PERMIT',
  'DOCUMENT_CREW_CERTIFICATE',
  'DOCUMENT_DRIVING_LICENCE',
  'DOCUMENT_FORMER_LAYOUT',
  'DOCUMENT_UNREADABLE',
  'DOCUMENT_CHECK_DIGIT',
  'DOCUMENT_SPECIMEN',
  'DOCUMENT_OTHER_TYPE',
  'DOCUMENT_EXPIRED',
  'DOCUMENT_NOT_ACCEPTED',
  'DOCUMENT_NOT_MOVED',
  'DOCUMENT_CHANGED',
  'DOCUMENT_COPY',
  'DATA_DISAGREE',
  'CHIP_CHANGED',
  'CHIP_NOT_SIGNED',
  'CHIP_SIGNER_INVALID',
  'CHIP_DISAGREES',
  'FACE_NOT_FOUND',
  'FACE_MULTIPLE',
  'FACE_TOO_FAR',
  'FACE_TOO_DARK',
  'FACE_COVERED',
  'FACE_CHANGED',
  'FACE_MISMATCH',
  'FACE_UNCERTAIN',
  'LIVENESS_NO_MOVEMENT',
  'LIVENESS_CHALLENGE_MISSED',
  'LIVENESS_CHALLENGE_MISMATCH',
  'LIVENESS_TOO_EARLY',
  'LIVENESS_TIMING',
  'LIVENESS_REPLAY',
] as const

export type ReasonCode = (typeof REASONS)[number]

/**
 * Reasons that better pictures of the same document cannot change. DOCUMENT_EXPIRED: check digits prove that the date was read correctly.
 */
const BEYOND_RETAKING: ReadonlySet<string> = new Set<ReasonCode>(['DOCUMENT_EXPIRED'])

export function canBeRetaken(reason: string): boolean {
  return !BEYOND_RETAKING.has(reason)
}

/** What no camera shows: an organisation's app reads the chip. */
export const CHIP_REASONS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'CHIP_CHANGED',
  'CHIP_NOT_SIGNED',
  'CHIP_SIGNER_INVALID',
  'CHIP_DISAGREES',
])

// The reason of each check. Of several, the signer is told the first in this order: reasons that make later checks meaningless come first.
export const REASON_OF_CHECK: Readonly<Record<Check, ReasonCode>> = {
  capture_readable: 'CAPTURE_INCOMPLETE',
  document_in_frame: 'DOCUMENT_NOT_IN_FRAME',
  document_distance: 'DOCUMENT_TOO_FAR',
  document_light: 'DOCUMENT_TOO_DARK',
  document_sharpness: 'DOCUMENT_BLURRED',
  document_glare: 'DOCUMENT_GLARE',
  document_no_visa: 'DOCUMENT_VISA',
  document_no_permit: 'DOCUMENT_RESIDENCE_PERMIT',
  document_no_crew_certificate: 'DOCUMENT_CREW_CERTIFICATE',
  document_no_licence: 'DOCUMENT_DRIVING_LICENCE',
  document_layout: 'DOCUMENT_FORMER_LAYOUT',
  document_side: 'DOCUMENT_SIDES_SWAPPED',
  document_portrait: 'DOCUMENT_PORTRAIT_NOT_FOUND',
  document_mrz_readable: 'DOCUMENT_UNREADABLE',
  document_check_digits: 'DOCUMENT_CHECK_DIGIT',
  document_no_specimen: 'DOCUMENT_SPECIMEN',
  document_type: 'DOCUMENT_OTHER_TYPE',
  document_expiry: 'DOCUMENT_EXPIRED',
  document_accepted: 'DOCUMENT_NOT_ACCEPTED',
  document_data_agreement: 'DATA_DISAGREE',
  document_movement: 'DOCUMENT_NOT_MOVED',
  document_continuity: 'DOCUMENT_CHANGED',
  document_colour: 'DOCUMENT_COPY',
  document_glare_motion: 'DOCUMENT_NOT_MOVED',
  chip_data: 'CHIP_CHANGED',
  chip_signature: 'CHIP_NOT_SIGNED',
  chip_signer: 'CHIP_SIGNER_INVALID',
  chip_authenticated: 'CHIP_NOT_SIGNED',
  chip_agreement: 'CHIP_DISAGREES',
  face_present: 'FACE_NOT_FOUND',
  face_single: 'FACE_MULTIPLE',
  face_distance: 'FACE_TOO_FAR',
  face_light: 'FACE_TOO_DARK',
  face_eyes: 'FACE_COVERED',
  liveness_movement: 'LIVENESS_NO_MOVEMENT',
  liveness_no_replay: 'LIVENESS_REPLAY',
  liveness_fresh_frames: 'LIVENESS_REPLAY',
  face_continuity: 'FACE_CHANGED',
  liveness_sequence: 'LIVENESS_CHALLENGE_MISMATCH',
  liveness_reaction: 'LIVENESS_TOO_EARLY',
  liveness_challenges: 'LIVENESS_CHALLENGE_MISSED',
  liveness_timing: 'LIVENESS_TIMING',
  liveness_promptness: 'LIVENESS_TIMING',
  liveness_way: 'LIVENESS_NO_MOVEMENT',
  liveness_light_shown: 'LIVENESS_TIMING',
  liveness_light: 'LIVENESS_TIMING',
  capture_signals: 'LIVENESS_REPLAY',
  face_neutral: 'FACE_NOT_FOUND',
  face_match: 'FACE_MISMATCH',
  face_unlike_portrait: 'FACE_MISMATCH',
  document_elsewhere: 'DATA_DISAGREE',
  face_elsewhere: 'FACE_MISMATCH',
}
