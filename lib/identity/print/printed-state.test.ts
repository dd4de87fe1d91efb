// Which state a document names: its own, however its front has it, and no other of a similar name.
import { expect, it } from 'vitest'
import { saysState } from './printed-state'

const says = (text: string, issuer: string, certainty = 90) =>
  saysState(
    text.split('\n').map((line) => line.split(' ').map((word) => ({ text: word, certainty }))),
    issuer,
  )

it.each([
  ['POL', 'RZECZPOSPOLITA POLSKA', 'REPUBLIC OF POLAND', 'OBYWATELSTWO POLSKIE'],
  ['D', 'BUNDESREPUBLIK DEUTSCHLAND', 'FEDERAL REPUBLIC OF GERMANY', 'STAATSANGEHÖRIGKEIT DEUTSCH', 'D'],
  ['AUT', 'REPUBLIK ÖSTERREICH', 'REPUBLIC OF AUSTRIA'],
  ['FRA', 'RÉPUBLIQUE FRANÇAISE', 'REPUBLIQUE FRANCAISE'],
  ['ESP', 'ESPAÑA', 'REINO DE ESPANA', 'NACIONALIDAD ESP'],
  ['ITA', 'REPUBBLICA ITALIANA'],
  ['PRT', 'REPÚBLICA PORTUGUESA'],
  ['NLD', 'KONINKRIJK DER NEDERLANDEN', 'KINGDOM OF THE NETHERLANDS', 'ROYAUME DES PAYS-BAS'],
  ['BEL', 'BELGIË BELGIQUE BELGIEN BELGIUM', 'ROYAUME DE BELGIQUE'],
  ['LUX', 'GRAND-DUCHÉ DE LUXEMBOURG'],
  ['IRL', 'ÉIRE / IRELAND'],
  ['DNK', 'KONGERIGET DANMARK', 'KINGDOM OF DENMARK'],
  ['SWE', 'SVERIGE', 'KINGDOM OF SWEDEN'],
  ['FIN', 'SUOMI FINLAND'],
  ['EST', 'EESTI VABARIIK'],
  ['LVA', 'LATVIJAS REPUBLIKA'],
  ['LTU', 'LIETUVOS RESPUBLIKA'],
  ['CZE', 'ČESKÁ REPUBLIKA', 'CZECH REPUBLIC'],
  ['SVK', 'SLOVENSKÁ REPUBLIKA', 'SLOVAK REPUBLIC'],
  ['SVN', 'REPUBLIKA SLOVENIJA', 'REPUBLIC OF SLOVENIA'],
  ['HUN', 'MAGYARORSZÁG', 'HUNGARY'],
  ['HRV', 'REPUBLIKA HRVATSKA', 'REPUBLIC OF CROATIA'],
  ['ROU', 'ROMÂNIA'],
  ['BGR', 'REPUBLIC OF BULGARIA'],
  ['GRC', 'HELLENIC REPUBLIC'],
  ['CYP', 'REPUBLIC OF CYPRUS'],
  ['MLT', 'REPUBBLIKA TA’ MALTA'],
  ['GBR', 'UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND', 'BRITISH CITIZEN'],
  ['CHE', 'SCHWEIZ SUISSE SVIZZERA SVIZRA'],
  ['USA', 'THE UNITED STATES OF AMERICA'],
  ['MKD', 'REPUBLIC OF NORTH MACEDONIA'],
  ['MDA', 'REPUBLICA MOLDOVA'],
  ['TUR', 'TÜRKİYE CUMHURİYETİ', 'TURKIYE'],
])('%s', (issuer, ...prints) => {
  for (const text of prints) expect([text, says(text, issuer)]).toEqual([text, true])
})

// What somebody would show whose zone was edited to another state.
it.each([
  ['AUT', 'COMMONWEALTH OF AUSTRALIA'],
  ['AUS', 'REPUBLIK ÖSTERREICH / REPUBLIC OF AUSTRIA'],
  ['SVN', 'SLOVENSKÁ REPUBLIKA / SLOVAK REPUBLIC'],
  ['SVK', 'REPUBLIKA SLOVENIJA / REPUBLIC OF SLOVENIA'],
  ['GBR', 'KINGDOM OF DENMARK'],
  ['GBR', 'ROYAUME DE BELGIQUE'],
  ['GBR', 'UNITED STATES OF AMERICA'],
  ['IRL', 'UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND'],
  ['MDA', 'REPUBLICA PORTUGUESA'],
  ['DOM', 'REPUBLIC OF POLAND'],
  ['NER', 'FEDERAL REPUBLIC OF NIGERIA'],
  ['CHN', 'REPUBLIC OF CHINA TAIWAN'],
  ['KOR', "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA"],
  ['D', 'REPUBLIC OF POLAND'],
])('%s is not said by %s', (issuer, text) => {
  expect(says(text, issuer)).toBe(false)
})

it('reads nothing into what is hardly legible', () => {
  expect(says('REPUBLIC OF POLAND', 'POL', 40)).toBe(false)
  expect(says('PO L', 'POL')).toBe(false)
})
