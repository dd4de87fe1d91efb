// Where in the camera's picture the document should be held: the drawn outline and the place that is measured are the same.

export type Box = { left: number; top: number; width: number; height: number }

/** ISO/IEC 7810: ID-1 cards 85.60 x 53.98 mm; a passport's data page (ID-3) 125 x 88 mm. */
export const aspectOf = { national_id: 85.6 / 53.98, passport: 125 / 88 } as const

/** As large as the picture allows, with room around it for the edges to be seen. */
export function guideIn(picture: { width: number; height: number }, aspect: number): Box {
  const width = Math.min(picture.width * 0.92, picture.height * 0.84 * aspect)
  const height = width / aspect
  return { left: (picture.width - width) / 2, top: (picture.height - height) / 2, width, height }
}
