// Countries that issue identity documents with a machine-readable zone, as ISO 3166-1 alpha-2; the European Economic Area stands first.

export const NEAR = 'AT BE BG CH CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ')

export const FAR = (
  'AD AE AF AG AL AM AO AR AU AZ BA BB BD BF BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CI CL CM CN CO CR CU CV DJ DM DO DZ EC EG ER ET FJ FM ' +
  'GA GB GD GE GH GM GN GQ GT GW GY HN HT ID IL IN IQ IR JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM ' +
  'MN MR MU MV MW MX MY MZ NA NE NG NI NP NR NZ OM PA PE PG PH PK PW PY QA RS RU RW SA SB SC SD SG SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL ' +
  'HK MO GI FO GL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW'
).split(' ')

/** The state that ICAO Doc 9303 invented for specimens; offered in test mode only. */
export const SPECIMEN = 'UT'
