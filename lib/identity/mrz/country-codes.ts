// Issuing states and nationalities in a machine readable zone: ISO 3166-1 alpha-3 and the extra codes of ICAO Doc 9303-3 section 5.

// alpha-3 followed by alpha-2, as ISO 3166-1 pairs them.
const ISO_3166 = `
  AFGAF ALAAX ALBAL DZADZ ASMAS ANDAD AGOAO AIAAI ATAAQ ATGAG ARGAR ARMAM ABWAW AUSAU AUTAT AZEAZ BHSBS BHRBH
  BGDBD BRBBB BLRBY BELBE BLZBZ BENBJ BMUBM BTNBT BOLBO BESBQ BIHBA BWABW BVTBV BRABR IOTIO BRNBN BGRBG BFABF
  BDIBI CPVCV KHMKH CMRCM CANCA CYMKY CAFCF TCDTD CHLCL CHNCN CXRCX CCKCC COLCO COMKM COGCG CODCD COKCK CRICR
  CIVCI HRVHR CUBCU CUWCW CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET
  FLKFK FROFO FJIFJ FINFI FRAFR GUFGF PYFPF ATFTF GABGA GMBGM GEOGE DEUDE GHAGH GIBGI GRCGR GRLGL GRDGD GLPGP
  GUMGU GTMGT GGYGG GINGN GNBGW GUYGY HTIHT HMDHM VATVA HNDHN HKGHK HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE
  IMNIM ISRIL ITAIT JAMJM JPNJP JEYJE JORJO KAZKZ KENKE KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS
  LBRLR LBYLY LIELI LTULT LUXLU MACMO MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MTQMQ MRTMR MUSMU MYTYT MEXMX
  FSMFM MDAMD MCOMC MNGMN MNEME MSRMS MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NCLNC NZLNZ NICNI NERNE NGANG
  NIUNU NFKNF MKDMK MNPMP NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH PCNPN POLPL PRTPT PRIPR
  QATQA REURE ROURO RUSRU RWARW BLMBL SHNSH KNAKN LCALC MAFMF SPMPM VCTVC WSMWS SMRSM STPST SAUSA SENSN SRBRS
  SYCSC SLESL SGPSG SXMSX SVKSK SVNSI SLBSB SOMSO ZAFZA SGSGS SSDSS ESPES LKALK SDNSD SURSR SJMSJ SWESE CHECH
  SYRSY TWNTW TJKTJ TZATZ THATH TLSTL TGOTG TKLTK TONTO TTOTT TUNTN TURTR TKMTM TCATC TUVTV UGAUG UKRUA AREAE
  GBRGB USAUS UMIUM URYUY UZBUZ VUTVU VENVE VNMVN VGBVG VIRVI WLFWF ESHEH YEMYE ZMBZM ZWEZW
`

// Codes of Doc 9303 that are not in ISO 3166, with the alpha-2 that they count as where there is one. Germany prints D.
const ICAO_EXTRA: Readonly<Record<string, string | null>> = {
  D: 'DE',
  EUE: null,
  GBD: 'GB',
  GBN: 'GB',
  GBO: 'GB',
  GBP: 'GB',
  GBS: 'GB',
  IAO: null,
  RKS: 'XK',
  RKK: 'XK',
  UNA: null,
  UNK: null,
  UNO: null,
  UTO: 'UT',
  XAA: null,
  XBA: null,
  XCC: null,
  XCE: null,
  XCO: null,
  XEC: null,
  XIM: null,
  XMP: null,
  XOM: null,
  XPO: null,
  XXA: null,
  XXB: null,
  XXC: null,
  XXX: null,
}

const ALPHA_2_BY_CODE: ReadonlyMap<string, string | null> = new Map([
  ...ISO_3166.trim()
    .split(/\s+/)
    .map((pair) => [pair.slice(0, 3), pair.slice(3)] as const),
  ...Object.entries(ICAO_EXTRA),
])

// The state of Doc 9303's examples, which issues specimens only.
export const UTOPIA = 'UTO'

// Three places of the MRZ without fillers: 'POL', 'D', 'UTO'.
export const isMrzCountry = (code: string): boolean => ALPHA_2_BY_CODE.has(code)

// The code that documents of a country print: the one of Doc 9303 where it differs from ISO 3166 (Germany, Kosovo).
export function mrzCountryOf(alpha2: string): string | null {
  if (alpha2 === 'DE') return 'D'
  return [...ALPHA_2_BY_CODE].find(([, country]) => country === alpha2)?.[0] ?? null
}

// ISO 3166-1 alpha-2, or null where the code belongs to no country (stateless, United Nations, unknown code).
export const alpha2Of = (code: string): string | null => ALPHA_2_BY_CODE.get(code) ?? null
