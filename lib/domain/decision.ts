// What a person decides about a check of identity that was referred to them, and for which reasons.

export const DECISIONS = ['approve', 'reject'] as const
export type Decision = (typeof DECISIONS)[number]

/** Coded, because evidence keeps them; messages/<language>/decision.json has the words for the person who decides. */
export const DECISION_REASONS = {
  approve: ['FACE_SAME', 'DOCUMENT_GENUINE', 'DATA_AGREE', 'PERSON_PRESENT'],
  reject: ['FACE_DIFFERENT', 'DOCUMENT_NOT_GENUINE', 'DOCUMENT_ILLEGIBLE', 'DATA_DIFFERENT', 'PERSON_NOT_PRESENT', 'PICTURES_NOT_ENOUGH'],
} as const satisfies Record<Decision, readonly string[]>

export type RejectionReason = (typeof DECISION_REASONS)['reject'][number]
export type DecisionReason = (typeof DECISION_REASONS)[Decision][number]
