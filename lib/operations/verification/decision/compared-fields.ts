// Which fields of a document a finding is about, so that whoever decides knows where to look: what differs, and what was not read.

import type { Finding } from '../../../domain/event'
import { called } from '../../../wording/wording'
import type { Language } from '../../../wording/catalogue'

export const COMPARISONS = ['differs', 'unread'] as const
/** `words`: the name of the field. */
export type ComparedField = { field: string; comparison: (typeof COMPARISONS)[number]; words: string }

/** Checks that compare print with zone, which name each field with its comparison. */
const OF_PRINT: ReadonlySet<string> = new Set(['document_print', 'document_sides'])
/** The one that compares with the chip, which lists the fields that differ. */
const OF_CHIP = 'chip_agreement'

export function comparedFields(language: Language, { check, passed, detail = '' }: Finding): readonly ComparedField[] {
  if (passed) return []
  const parts = detail.split(' ').map((part) => part.split('='))
  return parts.flatMap(([name = '', value = '']) => {
    if (check === OF_CHIP && name === 'differs')
      return value
        .split(',')
        .flatMap((field) => (field === '' ? [] : [{ field, comparison: 'differs' as const, words: called(language, 'compared', field) }]))
    const comparison = OF_PRINT.has(check) ? COMPARISONS.find((one) => one === value) : undefined
    return comparison ? [{ field: name, comparison, words: called(language, 'compared', name) }] : []
  })
}
