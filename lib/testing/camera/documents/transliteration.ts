// Names as a machine-readable zone spells them: ICAO Doc 9303-3 section 6 for Latin letters, ELOT 743 (ISO 843) for Greek.

const latin: Record<string, string> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Ø: 'OE',
  Ö: 'OE',
  Ü: 'UE',
  Þ: 'TH',
  Đ: 'D',
  Ħ: 'H',
  Ĳ: 'IJ',
  Ł: 'L',
  Ŋ: 'N',
  Œ: 'OE',
  Ŧ: 'T',
  ẞ: 'SS',
}
const greek: Record<string, string> = {
  Α: 'A',
  Β: 'V',
  Γ: 'G',
  Δ: 'D',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'I',
  Θ: 'TH',
  Ι: 'I',
  Κ: 'K',
  Λ: 'L',
  Μ: 'M',
  Ν: 'N',
  Ξ: 'X',
  Ο: 'O',
  Π: 'P',
  Ρ: 'R',
  Σ: 'S',
  Τ: 'T',
  Υ: 'Y',
  Φ: 'F',
  Χ: 'CH',
  Ψ: 'PS',
  Ω: 'O',
}
const greekPairs: Record<string, string> = { ΟΥ: 'OU', ΓΓ: 'NG', ΓΞ: 'NX', ΓΧ: 'NCH' }
const voiceless = 'ΘΚΞΠΣΤΦΧΨ'

/** Upper-case A-Z with single spaces; hyphens become spaces and apostrophes vanish (Doc 9303-3, 4.6). */
export function transliterate(name: string): string {
  const upper = name
    .normalize('NFC')
    .replaceAll('ß', 'SS')
    .toUpperCase()
    .replaceAll(/['’.]/g, '')
    .replaceAll(/[-,\s]+/g, ' ')
    .trim()
  const spelled = [...upper].map((letter) => latin[letter] ?? letter).join('')
  return fromGreek(spelled.normalize('NFD').replaceAll(/\p{M}/gu, '')).replaceAll(/[^A-Z ]/g, '')
}

function fromGreek(text: string): string {
  let result = ''
  for (let position = 0; position < text.length; position++) {
    const letter = text.charAt(position)
    const pair = text.slice(position, position + 2)
    const known = greekPairs[pair] ?? diphthong(pair, text.charAt(position + 2)) ?? initialBeta(pair, text.charAt(position - 1))
    if (known !== undefined) position++
    result += known ?? greek[letter] ?? letter
  }
  return result
}

function diphthong(pair: string, next: string): string | undefined {
  if (!/^[ΑΕΗ]Υ$/.test(pair)) return undefined
  const consonant = next === '' || next === ' ' || voiceless.includes(next) ? 'F' : 'V'
  return `${greek[pair.charAt(0)] ?? ''}${consonant}`
}

function initialBeta(pair: string, previous: string): string | undefined {
  return pair === 'ΜΠ' && (previous === '' || previous === ' ') ? 'B' : undefined
}
