// Every reason an identity check can fail for, in plain words, with what the person can do about it.
import type { Check } from './finding'

export const REASONS = {
  CAPTURE_INCOMPLETE: {
    message: 'Some of the pictures did not reach us.',
    advice: 'Check your connection and take the pictures again.',
  },
  DOCUMENT_NOT_IN_FRAME: {
    message: 'We could not see the whole document.',
    advice: 'Lay it on a plain, darker surface so that all four corners are inside the frame.',
  },
  DOCUMENT_TOO_FAR: { message: 'The document was too small in the picture.', advice: 'Move closer until it fills the frame.' },
  DOCUMENT_TOO_DARK: {
    message: 'The light was not right to read the document.',
    advice: 'Find an evenly lit place, neither dark nor in direct sun.',
  },
  DOCUMENT_BLURRED: { message: 'The picture was blurred.', advice: 'Hold still for a moment and let the camera focus.' },
  DOCUMENT_GLARE: {
    message: 'A reflection covered part of the document.',
    advice: 'Tilt it a little or turn away from the lamp until the bright spot is gone.',
  },
  DOCUMENT_SIDES_SWAPPED: { message: 'This is the other side of your document.', advice: 'Turn it over and try again.' },
  DOCUMENT_PORTRAIT_NOT_FOUND: {
    message: 'We could not find the photograph on the document.',
    advice: 'Show the side with your photograph, uncovered and in good light.',
  },
  DOCUMENT_UNREADABLE: {
    message: 'We could not read the lines of letters and arrows on the document.',
    advice: 'Clean the document, come closer and avoid shadows and reflections.',
  },
  DOCUMENT_CHECK_DIGIT: {
    message: 'The printed lines of your document do not add up.',
    advice: 'Try again in better light. If it happens again, use another document.',
  },
  DOCUMENT_EXPIRED: { message: 'Your document has expired.', advice: 'Use a document that is still valid.' },
  DOCUMENT_NOT_ACCEPTED: {
    message: 'We cannot accept this document.',
    advice: 'Use a passport, national identity card or residence permit of an accepted country.',
  },
  DOCUMENT_NOT_MOVED: {
    message: 'We did not see the document move as asked.',
    advice: 'Hold the document in your hand and tilt or move it as the picture shows.',
  },
  DOCUMENT_CHANGED: {
    message: 'Another document seems to have been shown while moving.',
    advice: 'Keep the same document in view from beginning to end.',
  },
  DOCUMENT_COPY: { message: 'This looks like a black-and-white copy.', advice: 'Show the original document.' },
  DATA_DISAGREE: {
    message: 'The document is not from the country you chose.',
    advice: 'Choose the country that issued it, or use the document you had chosen.',
  },
  FACE_NOT_FOUND: { message: 'We could not see your face all the time.', advice: 'Keep your face inside the oval, uncovered.' },
  FACE_MULTIPLE: {
    message: 'There was more than one face in the picture.',
    advice: 'Make sure that you are alone in front of the camera.',
  },
  FACE_TOO_FAR: { message: 'Your face was too far away.', advice: 'Move closer until it fills the oval.' },
  FACE_TOO_DARK: { message: 'The light on your face was not right.', advice: 'Turn towards a window or lamp, not away from it.' },
  FACE_CHANGED: { message: 'The face changed while recording.', advice: 'Stay in front of the camera from beginning to end.' },
  FACE_MISMATCH: {
    message: 'Your face does not look like the photograph on the document.',
    advice: 'Use your own document, take off glasses or a cap and try again in good light.',
  },
  FACE_UNCERTAIN: {
    message: 'We could not be sure that you are the person on the document.',
    advice: 'Try again in good light, looking straight ahead, without glasses or a cap.',
  },
  LIVENESS_NO_MOVEMENT: {
    message: 'We did not see you move.',
    advice: 'Follow what the screen asks: turn your head, open your mouth or smile.',
  },
  LIVENESS_CHALLENGE_MISSED: {
    message: 'We did not see one of the movements.',
    advice: 'Make it clearly and hold it until the ring is full.',
  },
  LIVENESS_CHALLENGE_MISMATCH: {
    message: 'We saw other movements than the ones we asked for.',
    advice: 'Wait for each instruction and do just that. Left means your own left.',
  },
  LIVENESS_TOO_EARLY: {
    message: 'A movement began before we asked for it.',
    advice: 'Look straight ahead until the next instruction appears.',
  },
  LIVENESS_TIMING: { message: 'The recording took too long or was interrupted.', advice: 'Stay on the page and finish in one go.' },
  LIVENESS_REPLAY: { message: 'These pictures are not new.', advice: 'Use your camera live, without a recording or a camera programme.' },
} as const

export type ReasonCode = keyof typeof REASONS

/** What better pictures of the same document cannot change: check digits say that the date was read right. */
const BEYOND_RETAKING: ReadonlySet<string> = new Set<ReasonCode>(['DOCUMENT_EXPIRED'])

export function canBeRetaken(reason: string): boolean {
  return !BEYOND_RETAKING.has(reason)
}

// In the order in which they are told: what spoils everything after it comes first.
export const REASON_OF_CHECK: Readonly<Record<Check, ReasonCode>> = {
  capture_readable: 'CAPTURE_INCOMPLETE',
  document_in_frame: 'DOCUMENT_NOT_IN_FRAME',
  document_distance: 'DOCUMENT_TOO_FAR',
  document_light: 'DOCUMENT_TOO_DARK',
  document_sharpness: 'DOCUMENT_BLURRED',
  document_glare: 'DOCUMENT_GLARE',
  document_side: 'DOCUMENT_SIDES_SWAPPED',
  document_portrait: 'DOCUMENT_PORTRAIT_NOT_FOUND',
  document_mrz_readable: 'DOCUMENT_UNREADABLE',
  document_check_digits: 'DOCUMENT_CHECK_DIGIT',
  document_expiry: 'DOCUMENT_EXPIRED',
  document_accepted: 'DOCUMENT_NOT_ACCEPTED',
  document_data_agreement: 'DATA_DISAGREE',
  document_movement: 'DOCUMENT_NOT_MOVED',
  document_continuity: 'DOCUMENT_CHANGED',
  document_colour: 'DOCUMENT_COPY',
  document_glare_motion: 'DOCUMENT_NOT_MOVED',
  face_present: 'FACE_NOT_FOUND',
  face_single: 'FACE_MULTIPLE',
  face_distance: 'FACE_TOO_FAR',
  face_light: 'FACE_TOO_DARK',
  liveness_movement: 'LIVENESS_NO_MOVEMENT',
  liveness_no_replay: 'LIVENESS_REPLAY',
  liveness_fresh_frames: 'LIVENESS_REPLAY',
  face_continuity: 'FACE_CHANGED',
  liveness_sequence: 'LIVENESS_CHALLENGE_MISMATCH',
  liveness_reaction: 'LIVENESS_TOO_EARLY',
  liveness_challenges: 'LIVENESS_CHALLENGE_MISSED',
  liveness_timing: 'LIVENESS_TIMING',
  face_neutral: 'FACE_NOT_FOUND',
  face_match: 'FACE_MISMATCH',
}
