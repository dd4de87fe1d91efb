// The check digit of ICAO Doc 9303-3 4.9: weights 7, 3, 1 over the characters' values, modulo 10.

const WEIGHTS = [7, 3, 1] as const

// 0-9 as they are, A-Z as 10-35, the filler '<' as 0; anything else is no MRZ character.
function value(character: string): number {
  if (character === '<') return 0
  const code = character.charCodeAt(0)
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 90) return code - 55
  throw new RangeError('not a character of a machine readable zone')
}

export function checkDigit(text: string): string {
  const sum = [...text].reduce((total, character, place) => total + value(character) * (WEIGHTS[place % 3] ?? 0), 0)
  return String(sum % 10)
}
