// Tags and sizes of a chip's files: ICAO Doc 9303-10 4.6 and 4.7, and the facial record of ISO/IEC 19794-5.

/** `data` holds a record of ISO/IEC 19794-5; the constructed form also those of ISO/IEC 39794-5. */
export const TAG = {
  dg1: 0x61,
  zone: 0x5f1f,
  dg2: 0x75,
  templates: 0x7f61,
  count: 0x02,
  template: 0x7f60,
  header: 0xa1,
  data: 0x5f2e,
  constructedData: 0x7f2e,
  sod: 0x77,
} as const

/** Octets of each part of a facial record. `begins`: format identifier and version. */
export const FACE = { begins: 'FAC\u0000010\u0000', header: 14, information: 20, featurePoint: 8, image: 12 } as const
