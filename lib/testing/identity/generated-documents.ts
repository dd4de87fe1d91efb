// For tests and the bench: documents of people who do not exist, of many states, with names that are hard to print and read, in five prints.
import { random } from '@/lib/testing/camera/image'
import type { Print } from '@/lib/testing/camera/documents/lettering'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'

const STATES =
  'DEU AUT CHE FRA BEL NLD LUX ITA ESP PRT GRC CYP MLT IRL GBR DNK SWE NOR FIN ISL EST LVA LTU POL CZE SVK HUN SVN HRV ROU BGR SRB BIH MNE MKD ALB UKR MDA TUR USA CAN BRA AUS JPN TWN'.split(
    ' ',
  )

const SURNAMES = [
  'Kowalska-Kwiatkowska', 'O’Hara', 'Żółć', 'Müller', 'Ng', 'de la Cerda y Alba', 'Papadopoulou', 'Lefèvre', 'Wolfeschlegelsteinhausen', 'Šimůnková',
  'Queiroz', 'Zwartkruis', 'Łoś', 'Ødegaard', 'Szabó', 'Diaz Ortiz', 'Vuković', 'Iliescu', 'Üzümcü', 'Jørgensen', 'Basanavičienė', 'Virtanen', 'MacGillycuddy',
  'Bouboulina Kolokotroni', 'Xhaka', 'Ivanova', 'Tchaikovsky', 'Fjörðurinn', 'Nowak', 'Bo',
] // oxfmt-ignore
const GIVEN = [
  'Anna Maria', 'Jürgen', 'Zoë', 'Wolfgang Amadé', 'Ágnes Júlia', 'Quirin', 'Xavier', 'Ottokar', 'Yvonne Fee', 'Ulla', 'Oğuz', 'Kåre', 'Lívia', 'Maximiliana Bergerdorff',
  'Bo', 'Íris', 'Szczepan', 'Thi Minh Khai', 'Jean-Baptiste', 'Wit', 'Dora', 'Otto', 'Uwe', 'Vivian', 'Q', '',
] // oxfmt-ignore

/** Five prints of a zone in use: plain, sharp, with spread ink, small and faint, large and sharp (capitals 0.85 to 1.08 of the pitch). */
const PRINTS: Readonly<Record<string, Partial<Print>>> = {
  plain: {},
  sharp: { face: 'sharp', ink: '#17171b' },
  spread: { weight: 40, ink: '#22222a', opacity: 0.94 },
  small: { size: 0.88, ink: '#30303a', opacity: 0.84 },
  large: { face: 'sharp', size: 1.12, weight: 14, ink: '#1c1c22', opacity: 0.92 },
}

const FORMATS = ['TD1', 'TD2', 'TD3'] as const

/** The same holder for the same number; format, state and print change from one number to the next, and in time each meets each other. */
export function generatedDocument(number: number): Specimen & { printed: string } {
  const chance = random(number * 7919 + 17)
  const among = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T
  const symbols = (letters: string, count: number) => Array.from({ length: count }, () => among([...letters])).join('')
  const day = (from: number, to: number) =>
    new Date(Date.UTC(from, 0, 1) + chance() * (Date.UTC(to, 0, 1) - Date.UTC(from, 0, 1))).toISOString().slice(0, 10)
  const format = FORMATS[number % 3] ?? 'TD1'
  const issuer = STATES[(number * 7 + Math.floor(number / STATES.length)) % STATES.length] ?? 'POL'
  const printed = Object.keys(PRINTS)[Math.floor(number / 3) % 5] ?? 'plain'
  // Numbers of letters and digits, of digits alone, and short ones.
  const documentNumber = among([
    symbols('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2) + symbols('0123456789', 7),
    symbols('0123456789', 9),
    symbols('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 9),
    symbols('CFGHJKLMNPRTVWXYZ0123456789', 8),
  ])
  return {
    format,
    printed,
    print: PRINTS[printed] ?? {},
    issuer,
    nationality: chance() < 0.9 ? issuer : among(STATES),
    surname: among(SURNAMES),
    givenNames: among(GIVEN),
    number: documentNumber,
    sex: among(['F', 'M', 'F', 'M', 'X'] as const),
    born: day(1927, 2006),
    issued: '2022-03-01',
    expires: day(2027, 2035),
    birthplace: 'Springfield',
    authority: 'Authority',
    ...(format === 'TD3' && chance() < 0.4 ? { personalNumber: symbols('0123456789', 10) } : {}),
  }
}
