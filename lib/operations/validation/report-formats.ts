// The forms that a report on a file comes in, the one for people first.

export const REPORT_FORMATS = ['pdf', 'xml'] as const
export type ReportFormat = (typeof REPORT_FORMATS)[number]
