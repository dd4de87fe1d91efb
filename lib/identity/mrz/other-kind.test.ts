// What is no passport and no identity card is called by its name, from the first places of its lines.
import { expect, it } from 'vitest'
import { otherKindOf } from './other-kind'

const line = (start: string, length: number) => start.padEnd(length, '<')

it.each([
  ['a visa of the size of a page', [line('V<UTOERIKSSON<<ANNA', 44), line('L8988901C4XXX4009078F9612109', 44)], 'visa'],
  ['a smaller visa', [line('V<UTOERIKSSON<<ANNA', 36), line('L8988901C4XXX4009078F9612109', 36)], 'visa'],
  ['a French card of 1988 to 2021', [line('IDFRABERTHIER', 36), line('8806923102858CORINNE<<<<<<<6512068F6', 36)], 'former_french_card'],
  ['a French card of 2021', [line('IDFRAX4RTBPFW46', 30), line('9007138F3002119FRA', 30), line('MARTIN<<MAELYS', 30)], null],
  ['a driving licence', [line('D1FRA13AA000026181231MARTIN', 30)], 'driving_licence'],
  ['a crew member certificate', [line('ACUTOD23145890', 30), '', ''], 'crew_certificate'],
  ['a German permit', [line('ARD<<T0311415', 30), '', ''], 'residence_permit'],
  ['a permit of the common layout', [line('IRUTOD23145890', 30), '', ''], 'residence_permit'],
  ['a permit with a code of its own', [line('RPUTOD23145890', 30), '', ''], 'residence_permit'],
  ['an identity card', [line('I<UTOD23145890', 30), '', ''], null],
  ['the title of a state that begins like a permit', [line('REPUBLIKASLOVENIJA', 36), line('IDENTITYCARD', 36)], null],
  ['another title', [line('RZECZPOSPOLITAPOLSKA', 36), line('DOWODOSOBISTY', 36)], null],
  ['a third', [line('VEREINIGTESKOENIGREICH', 36), line('REISEPASS', 36)], null],
  ['a passport', [line('P<UTOERIKSSON<<ANNA', 44), line('L898902C36UTO', 44)], null],
])('%s', (_, lines, kind) => {
  expect(otherKindOf(lines)).toBe(kind)
})
