// Where in the camera's picture the document should be held: the drawn outline and the place that is measured are the same.

import type { DocumentType } from '@/lib/domain/capture'

export type Box = { left: number; top: number; width: number; height: number }

type Size = { width: number; height: number }

/** ISO/IEC 7810: ID-1 cards 85.60 x 53.98 mm; a passport's data page (ID-3) 125 x 88 mm. */
const CARD = 85.6 / 53.98
export const aspectOf: Readonly<Record<DocumentType, number>> = {
  passport: 125 / 88,
  national_id: CARD,
  residence_permit: CARD,
  drivers_license: CARD,
}

/** As large as the picture allows, with room around it for the edges to be seen. */
export function guideIn(picture: Size, aspect: number): Box {
  const width = Math.min(picture.width * 0.92, picture.height * 0.84 * aspect)
  const height = width / aspect
  return { left: (picture.width - width) / 2, top: (picture.height - height) / 2, width, height }
}

/**
 * What the camera is asked for. Most give the sensor's own 16:9 and turn it with the phone, so an upright phone gives little width: it is asked for
 * 1080p, of which a card takes more than 900 pixels. A camera on a desk fills them with 720p, which is quicker to send.
 */
export const idealFor = (screen: Size): Size =>
  screen.height > screen.width ? { width: 1920, height: 1080 } : { width: 1280, height: 720 }

/** The shape in which the picture is shown: an upright one is cut square, so that the document takes the width of the phone. */
export const previewAspectOf = ({ width, height }: Size): number => Math.max(1, width / height)

/** Where a place of the picture is in its preview, which shows the middle; in parts of the preview. */
export function onPreview(box: Box, picture: Size): Box {
  const height = picture.width / previewAspectOf(picture)
  const above = (picture.height - height) / 2
  return { left: box.left / picture.width, top: (box.top - above) / height, width: box.width / picture.width, height: box.height / height }
}
