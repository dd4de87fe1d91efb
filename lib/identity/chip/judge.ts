// Judges what was read of a chip: whether a state has signed it, whether the document is accepted, and whether the printed zone says the same.
import type { ChipResult } from '../../domain/chip'
import { judgeZone, type DocumentContext } from '../document/judge'
import { holds, orRefer, type Check, type Finding } from '../finding'
import { alpha2Of } from '../mrz/country-codes'
import { parseMrz, type MrzReading } from '../mrz/parse'
import type { Policy } from '../policy'

// `country`: of the state that signed it, ISO 3166-1 alpha-2. `lines`: of its zone; null unless the result is authentic.
export type ReadChip = {
  readonly result: ChipResult
  readonly country: string | null
  readonly groups: readonly number[]
  readonly algorithm: string
  readonly lines: readonly string[] | null
}

// `mrz`: null unless the chip is authenticated: nothing else of it counts.
export type JudgedChip = { readonly findings: readonly Finding[]; readonly mrz: MrzReading | null }

const MODEL = 'icao-9303-passive-authentication/1'

// What is certainly wrong. Of the others nobody knows: states change their keys, and old documents use old algorithms.
const REFUSED: Partial<Record<ChipResult, Check>> = {
  hash_differs: 'chip_data',
  signature_wrong: 'chip_signature',
  signer_expired: 'chip_signer',
  signer_not_for_documents: 'chip_signer',
}

export function judgeChip(
  chip: ReadChip,
  { printed, ...context }: Omit<DocumentContext, 'otherSide'> & { readonly printed: MrzReading | null },
  policy: Policy,
): JudgedChip {
  const parsed = chip.lines && parseMrz(chip.lines, context.now)
  const issuer = parsed?.ok ? alpha2Of(parsed.mrz.issuer) : null
  // A state signs its own documents alone (Doc 9303-12): the key of one must not make the documents of another.
  const result = parsed?.ok && issuer !== chip.country ? 'signer_of_other_state' : chip.result
  const refused = REFUSED[chip.result]
  // The copy of a chip gives the same data. Only the chip itself could prove that it is no copy, by chip or active authentication.
  const detail = { result, signer: chip.country, algorithm: chip.algorithm, groups: chip.groups.join(','), copy_excluded: false }
  const authenticated = holds(refused ?? 'chip_authenticated', result === 'authentic', MODEL, detail)
  if (refused) return { findings: [authenticated], mrz: null }
  if (!parsed || !authenticated.passed) return { findings: [orRefer(authenticated, 'CHIP_NOT_PROVEN')], mrz: null }
  if (!parsed.ok)
    return { findings: [authenticated, holds('document_accepted', false, MODEL, { side: 'chip', because: parsed.because })], mrz: null }
  const findings = [authenticated, ...judgeZone(parsed, 'chip', { ...context, otherSide: null }, policy, [])]
  return { findings: printed ? [...findings, agreement(parsed.mrz, printed)] : findings, mrz: parsed.mrz }
}

const CHECKED = ['documentNumber', 'dateOfBirth', 'expiry'] as const
const UNCHECKED = ['issuer', 'nationality', 'sex', 'surname', 'givenNames'] as const

// Check digits cover numbers and dates of the print, so one that differs belongs to another document. Letters may have been misread.
function agreement(chip: MrzReading, printed: MrzReading): Finding {
  const differs = [...CHECKED, ...UNCHECKED].filter((field) => String(chip[field]) !== String(printed[field]))
  const found = holds('chip_agreement', differs.length === 0, MODEL, { differs: differs.join(',') })
  return CHECKED.some((field) => differs.includes(field)) ? found : orRefer(found, 'CHIP_DISAGREES')
}
