// Every reason for which a check is left to a person: what is uncertain, and neither certainly right nor certainly wrong. The words for them
// are messages/<language>/referral.json.

export const REFERRALS = [
  'FACE_UNCERTAIN',
  'FACE_TOO_ALIKE',
  'FACE_SEEN_ELSEWHERE',
  'DOCUMENT_SEEN_ELSEWHERE',
  'DOCUMENT_COLOURLESS',
  'DOCUMENT_RASTER',
  'DOCUMENT_CORNERS',
  'DOCUMENT_BORDER',
  'DOCUMENT_PROPORTIONS',
  'DOCUMENT_EXCHANGED',
  'HOLDER_AGE_UNKNOWN',
  'DOCUMENT_LAYOUT_UNKNOWN',
  'DOCUMENT_PRINT_UNREAD',
  'DOCUMENT_WITHOUT_ZONE',
  'CHIP_NOT_PROVEN',
  'CHIP_DISAGREES',
  'CAPTURE_SIGNALS',
  'FILM_SEEN_BEFORE',
  'PICTURES_LATE',
  'MOVEMENT_UNSEEN',
  'LIGHT_DECLINED',
  'LIGHT_NOT_MEASURED',
  'LIGHT_FLAT',
  'FACE_FLAT',
  'MOVEMENT_NOT_POSSIBLE',
  'FACE_NOT_COMPARED',
] as const

export type Referral = (typeof REFERRALS)[number]
