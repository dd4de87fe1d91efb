// Names as machine-readable zones spell them: every letter's admissible Latin capitals, for Latin, Greek and Cyrillic script.
// Sources: ICAO Doc 9303-3 section 6 (Latin, Cyrillic) and ELOT 743 / ISO 843 (Greek), with the variants that states really print.

/** The admissible spellings of a word, letter by letter: `[['M'], ['U', 'UE', 'UXX'], …]`. */
export type Spelling = readonly (readonly string[])[]

/** Letters whose decomposition alone does not give the Latin capitals (Doc 9303-3 6.A). The first spelling is the recommended one. */
const LATIN: Readonly<Record<string, readonly string[]>> = {
  Ä: ['AE', 'A'],
  Å: ['AA', 'A'],
  Æ: ['AE'],
  Ð: ['D'],
  Đ: ['D', 'DJ'],
  Ħ: ['H'],
  I: ['I'],
  İ: ['I'],
  Ĳ: ['IJ'],
  ĸ: ['Q'],
  Ł: ['L'],
  Ŀ: ['L'],
  Ñ: ['N', 'NXX'],
  Ŋ: ['N'],
  Ö: ['OE', 'O'],
  Ø: ['OE', 'O'],
  Œ: ['OE'],
  ẞ: ['SS'],
  Ŧ: ['T'],
  Ü: ['UE', 'U', 'UXX'],
  Þ: ['TH'],
  Ə: ['E'],
}

const GREEK: Readonly<Record<string, readonly string[]>> = {
  Α: ['A'],
  Β: ['V', 'B'],
  Γ: ['G'],
  Δ: ['D'],
  Ε: ['E'],
  Ζ: ['Z'],
  Η: ['I'],
  Θ: ['TH'],
  Ι: ['I'],
  Κ: ['K'],
  Λ: ['L'],
  Μ: ['M'],
  Ν: ['N'],
  Ξ: ['X', 'KS'],
  Ο: ['O'],
  Π: ['P'],
  Ρ: ['R'],
  Σ: ['S'],
  Τ: ['T'],
  Υ: ['Y', 'I'],
  Φ: ['F', 'PH'],
  Χ: ['CH', 'H'],
  Ψ: ['PS'],
  Ω: ['O'],
}
const GREEK_PAIRS: Readonly<Record<string, readonly string[]>> = { ΟΥ: ['OU', 'U'], ΓΓ: ['NG', 'GG'], ΓΞ: ['NX'], ΓΧ: ['NCH', 'GCH'] }
const GREEK_VOICED = 'ΑΕΗΙΟΥΩΒΓΔΖΛΜΝΡ'

const CYRILLIC: Readonly<Record<string, readonly string[]>> = {
  А: ['A'],
  Б: ['B'],
  В: ['V'],
  Г: ['G', 'H'],
  Ґ: ['G'],
  Д: ['D'],
  Ђ: ['D', 'DJ'],
  Ѓ: ['G'],
  Е: ['E', 'IE'],
  Ё: ['E', 'IO'],
  Є: ['IE'],
  Ж: ['ZH', 'Z'],
  З: ['Z'],
  Ѕ: ['DZ'],
  И: ['I', 'Y'],
  І: ['I'],
  Ї: ['I'],
  Й: ['I', 'Y'],
  Ј: ['J'],
  К: ['K'],
  Ќ: ['K'],
  Л: ['L'],
  Љ: ['LJ'],
  М: ['M'],
  Н: ['N'],
  Њ: ['NJ'],
  О: ['O'],
  П: ['P'],
  Р: ['R'],
  С: ['S'],
  Т: ['T'],
  Ћ: ['C'],
  У: ['U'],
  Ў: ['U'],
  Ф: ['F'],
  Х: ['KH', 'H'],
  Ц: ['TS', 'C'],
  Ч: ['CH', 'C'],
  Џ: ['DZ'],
  Ш: ['SH', 'S'],
  Щ: ['SHCH', 'SHT'],
  Ъ: ['IE', 'A', ''],
  Ы: ['Y'],
  Ь: ['', 'Y'],
  Э: ['E'],
  Ю: ['IU', 'YU'],
  Я: ['IA', 'YA'],
  Ѣ: ['IE'],
  Ѫ: ['U', 'A'],
  Ѳ: ['F'],
  Ѵ: ['Y'],
}

/** What a letter may stand for when the writer left out its marks ("Muller" for MUELLER). */
const PLAIN: Readonly<Record<string, readonly string[]>> = { A: ['A', 'AE', 'AA'], O: ['O', 'OE'], U: ['U', 'UE', 'UXX'], N: ['N', 'NXX'] }

/** The words of a name, otherwise as written: hyphens separate words, apostrophes and dots are left out (Doc 9303-3 4.6). */
export function wordsOf(name: string): readonly string[] {
  return name
    .normalize('NFC')
    .split(/[\s\-‐‑–,<]+/u)
    .map((word) => word.replaceAll(/['’ʼ`´.]/gu, ''))
    .filter((word) => word !== '')
}

/** Which script a name is written in; null when it mixes scripts or has no letters (EN 319 412-2: one script per name). */
export function scriptOf(name: string): 'latin' | 'greek' | 'cyrillic' | null {
  const letters = name.match(/\p{L}/gu) ?? []
  if (letters.length === 0) return null
  if (letters.every((letter) => /\p{Script=Latin}/u.test(letter))) return 'latin'
  if (letters.every((letter) => /\p{Script=Greek}/u.test(letter))) return 'greek'
  return letters.every((letter) => /\p{Script=Cyrillic}/u.test(letter)) ? 'cyrillic' : null
}

/** Every admissible spelling of one word in the letters A-Z. `tolerant` also allows for marks the writer left out. */
export function spellingsOf(word: string, tolerant = false): Spelling {
  const letters = [...word.normalize('NFC').replaceAll('ß', 'ẞ').toUpperCase()]
  const spelling: (readonly string[])[] = []
  for (let at = 0; at < letters.length; at++) {
    const pair = greekPair(letters, at)
    if (pair) at++
    const admissible = pair ?? lettersFor(letters[at] ?? '')
    spelling.push(tolerant && admissible.length === 1 ? (PLAIN[admissible[0] ?? ''] ?? admissible) : admissible)
  }
  return spelling
}

/** The recommended spelling: what a document most likely shows. */
export function transliterate(name: string): string {
  return wordsOf(name)
    .map((word) =>
      spellingsOf(word)
        .map((letter) => letter[0] ?? '')
        .join(''),
    )
    .join(' ')
}

/** Whether `text` (capitals A-Z) is one of the spellings. `cutOff`: a beginning is enough, because the name did not fit into the zone. */
export function spells(spelling: Spelling, text: string, cutOff = false): boolean {
  let positions = new Set([0])
  for (const letter of spelling) {
    const next = new Set<number>()
    for (const from of positions) {
      for (const letters of letter) {
        if (text.startsWith(letters, from)) next.add(from + letters.length)
        else if (cutOff && from < text.length && letters.startsWith(text.slice(from))) return true
      }
      if (cutOff && from === text.length && text !== '') return true
    }
    positions = next
  }
  return positions.has(text.length)
}

function lettersFor(letter: string): readonly string[] {
  if (/[A-Z]/.test(letter)) return [letter]
  const known = LATIN[letter] ?? CYRILLIC[letter]
  if (known) return known
  const base = letter.normalize('NFD').replaceAll(/\p{M}/gu, '')
  if (/^[A-Z]+$/.test(base)) return [base]
  return GREEK[base] ?? CYRILLIC[base] ?? LATIN[base] ?? [letter]
}

/** ELOT 743: two letters that are one sound, unless an accent on the first or a diaeresis on the second separates them. */
function greekPair(letters: readonly string[], at: number): readonly string[] | null {
  const first = (letters[at] ?? '').normalize('NFD')
  const second = (letters[at + 1] ?? '').normalize('NFD')
  if (first.includes('\u0301') || second.includes('\u0308')) return null
  const pair = first.charAt(0) + second.charAt(0)
  if (pair === 'ΜΠ') return at === 0 || at + 2 === letters.length ? ['B', 'MP'] : ['MP', 'B']
  if (/^[ΑΕΗ]Υ$/.test(pair)) {
    const vowel = GREEK[pair.charAt(0)]?.[0] ?? ''
    const next = (letters[at + 2] ?? '').normalize('NFD').charAt(0)
    return next !== '' && GREEK_VOICED.includes(next) ? [`${vowel}V`, `${vowel}U`] : [`${vowel}F`, `${vowel}U`]
  }
  return GREEK_PAIRS[pair] ?? null
}
