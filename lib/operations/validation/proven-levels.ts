// What kind of signature one proved to be, by the law: those are qualified that have the legal effect of one by hand, or vouch for an organisation.

export const PROVEN_LEVELS = ['QES', 'QESeal', 'AdESQC', 'AdESealQC', 'AdES', 'unknown'] as const
export type ProvenLevel = (typeof PROVEN_LEVELS)[number]

export const isQualified = (level: ProvenLevel): boolean => level === 'QES' || level === 'QESeal'
