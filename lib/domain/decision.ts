// What a person decides about a check of identity that was referred to them, and for which reasons.

export const DECISIONS = ['approve', 'reject'] as const
export type Decision = (typeof DECISIONS)[number]

/** Coded, because evidence keeps them; messages/<language>/decision.json has the words for the person who decides. */
export const DECISION_REASONS = {
  approve: ['FACE_SAME', 'DOCUMENT_GENUINE', 'DATA_AGREE', 'PERSON_PRESENT'],
  reject: ['FACE_DIFFERENT', 'DOCUMENT_NOT_GENUINE', 'DOCUMENT_ILLEGIBLE', 'DATA_DIFFERENT', 'PERSON_NOT_PRESENT', 'PICTURES_NOT_ENOUGH'],
} as const satisfies Record<Decision, readonly string[]>

/** What can be said of a selfie alone: at a step-up no document was shown. */
const OF_A_SELFIE: ReadonlySet<DecisionReason> = new Set([
  'FACE_SAME',
  'PERSON_PRESENT',
  'FACE_DIFFERENT',
  'PERSON_NOT_PRESENT',
  'PICTURES_NOT_ENOUGH',
])

/** The reasons that fit a decision about such a check. */
export const reasonsFor = (decision: Decision, kind: 'document' | 'step_up'): readonly DecisionReason[] =>
  DECISION_REASONS[decision].filter((reason) => kind === 'document' || OF_A_SELFIE.has(reason))

export type RejectionReason = (typeof DECISION_REASONS)['reject'][number]
export type DecisionReason = (typeof DECISION_REASONS)[Decision][number]
