// Judges what was read of a chip: whether a state has signed it, whether the document is accepted, and whether the printed zone says the same.
import type { ChipResult } from '../../domain/chip'
import { judgeOtherKind, judgeZone, type DocumentContext } from '../document/judge'
import { holds, orRefer, type Check, type Finding } from '../finding'
import { alpha2Of } from '../mrz/country-codes'
import { otherKindOf } from '../mrz/other-kind'
import { parseMrz, type MrzReading } from '../mrz/parse'
import { differing, type Differing } from '../print/judge'
import type { PrintedLine } from '../print/printed-line'
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

// `printed`, `print`: the zone and the side with the portrait, as far as they were photographed before.
export type ChipContext = Omit<DocumentContext, 'otherSide'> & {
  readonly printed: MrzReading | null
  readonly print: readonly PrintedLine[]
}

export function judgeChip(chip: ReadChip, { printed, print, ...context }: ChipContext, policy: Policy): JudgedChip {
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
  const otherKind = judgeOtherKind(otherKindOf(chip.lines ?? []), context.documentType, 'chip')
  if (otherKind) return { findings: [authenticated, otherKind], mrz: null }
  if (!parsed.ok)
    return { findings: [authenticated, holds('document_accepted', false, MODEL, { side: 'chip', because: parsed.because })], mrz: null }
  const { mrz } = parsed
  const findings = [authenticated, ...judgeZone(parsed, 'chip', { ...context, otherSide: null }, policy, print)]
  const compared = printed !== null || print.length > 0
  return { findings: compared ? [...findings, agreement(mrz, printed, differing(print, mrz, context.now))] : findings, mrz }
}

// By the names that findings give to fields.
const FIELDS = {
  number: 'documentNumber',
  birth_date: 'dateOfBirth',
  expiry_date: 'expiry',
  state: 'issuer',
  nationality: 'nationality',
  sex: 'sex',
  surname: 'surname',
  given_names: 'givenNames',
} as const
const CHECKED: readonly string[] = ['number', 'birth_date', 'expiry_date']

// Check digits cover numbers and dates of the zone, so one that differs belongs to another document. Letters may have been misread, and so may be
// one field beside the portrait.
function agreement(chip: MrzReading, printed: MrzReading | null, onFront: Differing): Finding {
  const inZone =
    printed === null
      ? []
      : Object.entries(FIELDS).flatMap(([name, field]) => (String(chip[field]) === String(printed[field]) ? [] : [name]))
  const differs = [...new Set([...inZone, ...onFront.fields])]
  const found = holds('chip_agreement', differs.length === 0, MODEL, { differs: differs.join(',') })
  return onFront.certain || inZone.some((name) => CHECKED.includes(name)) ? found : orRefer(found, 'CHIP_DISAGREES')
}
