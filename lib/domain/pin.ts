// PIN rules: 4 to 8 digits, and none of those that are guessed first (NIST SP 800-63B: repeats, sequences, own dates and numbers).

export const PIN_PATTERN = /^\d{4,8}$/

/** What is known about the person and must not stand in the PIN: birth date as YYYY-MM-DD, phone in E.164. */
export type KnownAboutHolder = { birthDate?: string | null; phone?: string | null }

/** PINs that are guessed next, after repeats and sequences: lines on the keypad, and the most frequent PINs of leaked lists. */
const COMMON = new Set([
  '2580',
  '0852',
  '1470',
  '3690',
  '1397',
  '1793',
  '147258',
  '258369',
  '147369',
  '159357',
  '159753',
  '741852',
  '112358',
  '420420',
  '123321',
  '007007',
  '14725836',
  '12341234',
  '25802580',
  '11223344',
  '1122',
  '112233',
])

export type PinWeakness = 'repeated' | 'sequence' | 'common' | 'date' | 'phone' | 'year'

/** Why this PIN is refused; null when it may be used. The length is judged by `PIN_PATTERN`. */
export function pinWeakness(pin: string, holder: KnownAboutHolder): PinWeakness | null {
  if (isRepeated(pin)) return 'repeated'
  if (isSequence(pin)) return 'sequence'
  if (COMMON.has(pin)) return 'common'
  if (holder.birthDate && datesOf(holder.birthDate).has(pin)) return 'date'
  if (holder.phone?.replaceAll(/\D/g, '').includes(pin)) {
    return 'phone'
  }
  if (/^(19|20)\d\d$/.test(pin)) return 'year'
  return null
}

/** 1111, 1212, 123123: one block, again and again. */
function isRepeated(pin: string): boolean {
  for (let block = 1; block <= pin.length / 2; block++) {
    if (pin.length % block === 0 && pin === pin.slice(0, block).repeat(pin.length / block)) return true
  }
  return false
}

/** 1234, 9876, 7890, 2468, 0369: the same distance between neighbours, also from 9 on to 0. */
function isSequence(pin: string): boolean {
  const distances = [...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10)
  return distances.every((distance) => distance === distances[0])
}

function datesOf(birthDate: string): ReadonlySet<string> {
  const [year = '', month = '', day = ''] = birthDate.split('-')
  const short = year.slice(2)
  const days = [day + month, month + day]
  return new Set([
    year,
    ...days,
    ...days.flatMap((d) => [d + short, d + year, short + d, year + d]),
    month + year,
    year + month,
    month + short,
    short + month,
  ])
}
