// How states are named on their documents: in their own language, in English where they print it, and by two letters in the flag of the Union.
import type { Specimen } from './specimen'
import { text, widthOf } from './lettering'

type State = { readonly own: string; readonly english?: string; readonly flag?: string }

const STATES: Readonly<Record<string, State>> = {
  ALB: { own: 'REPUBLIKA E SHQIPËRISË', english: 'REPUBLIC OF ALBANIA' },
  AUS: { own: 'AUSTRALIA' },
  AUT: { own: 'REPUBLIK ÖSTERREICH', english: 'REPUBLIC OF AUSTRIA', flag: 'AT' },
  BEL: { own: 'BELGIË BELGIQUE BELGIEN', english: 'BELGIUM', flag: 'BE' },
  BGR: { own: 'РЕПУБЛИКА БЪЛГАРИЯ', english: 'REPUBLIC OF BULGARIA', flag: 'BG' },
  BIH: { own: 'BOSNA I HERCEGOVINA', english: 'BOSNIA AND HERZEGOVINA' },
  BRA: { own: 'REPÚBLICA FEDERATIVA DO BRASIL' },
  CAN: { own: 'CANADA' },
  CHE: { own: 'SCHWEIZ SUISSE SVIZZERA SVIZRA', english: 'SWITZERLAND' },
  CYP: { own: 'ΚΥΠΡΙΑΚΗ ΔΗΜΟΚΡΑΤΙΑ', english: 'REPUBLIC OF CYPRUS', flag: 'CY' },
  CZE: { own: 'ČESKÁ REPUBLIKA', english: 'CZECH REPUBLIC', flag: 'CZ' },
  DEU: { own: 'BUNDESREPUBLIK DEUTSCHLAND', english: 'FEDERAL REPUBLIC OF GERMANY', flag: 'DE' },
  DNK: { own: 'DANMARK', english: 'DENMARK', flag: 'DK' },
  ESP: { own: 'ESPAÑA', flag: 'ES' },
  EST: { own: 'EESTI VABARIIK', english: 'REPUBLIC OF ESTONIA', flag: 'EE' },
  FIN: { own: 'SUOMI', english: 'FINLAND', flag: 'FI' },
  FRA: { own: 'RÉPUBLIQUE FRANÇAISE', flag: 'FR' },
  GBR: { own: 'UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IRELAND' },
  GRC: { own: 'ΕΛΛΗΝΙΚΗ ΔΗΜΟΚΡΑΤΙΑ', english: 'HELLENIC REPUBLIC', flag: 'GR' },
  HRV: { own: 'REPUBLIKA HRVATSKA', english: 'REPUBLIC OF CROATIA', flag: 'HR' },
  HUN: { own: 'MAGYARORSZÁG', english: 'HUNGARY', flag: 'HU' },
  IRL: { own: 'ÉIRE', english: 'IRELAND', flag: 'IE' },
  ISL: { own: 'ÍSLAND', english: 'ICELAND' },
  ITA: { own: 'REPUBBLICA ITALIANA', flag: 'IT' },
  JPN: { own: 'JAPAN' },
  LTU: { own: 'LIETUVOS RESPUBLIKA', english: 'REPUBLIC OF LITHUANIA', flag: 'LT' },
  LUX: { own: 'GRAND-DUCHÉ DE LUXEMBOURG', flag: 'LU' },
  LVA: { own: 'LATVIJAS REPUBLIKA', english: 'REPUBLIC OF LATVIA', flag: 'LV' },
  MDA: { own: 'REPUBLICA MOLDOVA', english: 'REPUBLIC OF MOLDOVA' },
  MKD: { own: 'РЕПУБЛИКА СЕВЕРНА МАКЕДОНИЈА', english: 'REPUBLIC OF NORTH MACEDONIA' },
  MLT: { own: 'REPUBBLIKA TA’ MALTA', english: 'REPUBLIC OF MALTA', flag: 'MT' },
  MNE: { own: 'CRNA GORA', english: 'MONTENEGRO' },
  NLD: { own: 'KONINKRIJK DER NEDERLANDEN', english: 'KINGDOM OF THE NETHERLANDS', flag: 'NL' },
  NOR: { own: 'NORGE NOREG', english: 'NORWAY' },
  POL: { own: 'RZECZPOSPOLITA POLSKA', english: 'REPUBLIC OF POLAND', flag: 'PL' },
  PRT: { own: 'REPÚBLICA PORTUGUESA', english: 'PORTUGAL', flag: 'PT' },
  ROU: { own: 'ROMÂNIA ROUMANIE', english: 'ROMANIA', flag: 'RO' },
  SRB: { own: 'РЕПУБЛИКА СРБИЈА', english: 'REPUBLIC OF SERBIA' },
  SVK: { own: 'SLOVENSKÁ REPUBLIKA', english: 'SLOVAK REPUBLIC', flag: 'SK' },
  SVN: { own: 'REPUBLIKA SLOVENIJA', english: 'REPUBLIC OF SLOVENIA', flag: 'SI' },
  SWE: { own: 'SVERIGE', english: 'SWEDEN', flag: 'SE' },
  TUR: { own: 'TÜRKİYE CUMHURİYETİ', english: 'REPUBLIC OF TÜRKİYE' },
  TWN: { own: 'REPUBLIC OF CHINA', english: 'TAIWAN' },
  UKR: { own: 'УКРАЇНА', english: 'UKRAINE' },
  USA: { own: 'UNITED STATES OF AMERICA' },
}

/** In its own language. */
export const stateName = ({ issuer }: Specimen) => STATES[issuer]?.own ?? issuer

/** As the head of a document has it. */
export const stateNames = ({ issuer }: Specimen) => {
  const { own = issuer, english } = STATES[issuer] ?? {}
  return [own, english].filter(Boolean).join(' / ')
}

/** The flag of the Union on a card of format TD1, with the letters of the state cut out of it (Regulation (EU) 2019/1157, article 3). */
export function flagOfUnion({ issuer, format }: Specimen, right: number, top: number): string {
  const letters = STATES[issuer]?.flag
  if (letters === undefined || format !== 'TD1') return ''
  const [width, height, size] = [72, 48, 20]
  const [x, y] = [right - width, top]
  const stars = Array.from({ length: 12 }, (_, at) => {
    const angle = (at * Math.PI) / 6
    return `<circle cx="${x + width / 2 + 19 * Math.cos(angle)}" cy="${y + height / 2 + 19 * Math.sin(angle)}" r="2"/>`
  })
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#1f3f9c"/><g fill="#ffffff">${stars.join('')}</g>` +
    text(x + (width - widthOf(size, letters, '700Bold')) / 2, y + height / 2 + size * 0.36, size, letters, {
      weight: '700Bold',
      fill: '#ffffff',
    })
  )
}
