// What the face landmarks say, as ratios that do not depend on how far away the face is.

/** Normalised coordinates, as MediaPipe gives them: 0 to 1 across the picture. */
export type Landmark = { x: number; y: number }

export type FaceMeasures = {
  faces: number
  /** Nose tip between the cheeks: about 0.5 straight ahead, above when turned to the person's own left (picture not mirrored). */
  nose: number
  /** Opening of the lips against their width. */
  mouth: number
  /** Width of the mouth against the distance of the eyes. */
  smile: number
  /** Height of the face as a part of the picture's height, and where its middle is. */
  size: number
  centre: { x: number; y: number }
  /** Mean brightness of the picture, 0 to 255. */
  light: number
}

export function measureFace(
  faces: readonly (readonly Landmark[])[],
  picture: { width: number; height: number },
  light: number,
): FaceMeasures {
  // The largest face is the person; the others are only counted.
  const face = faces.toSorted((one, other) => heightOf(other) - heightOf(one))[0] ?? []
  const at = (index: number): Landmark => face[index] ?? { x: Number.NaN, y: Number.NaN }
  const distance = (one: number, other: number) =>
    Math.hypot((at(one).x - at(other).x) * picture.width, (at(one).y - at(other).y) * picture.height)
  return {
    faces: faces.length,
    nose: (at(1).x - at(234).x) / (at(454).x - at(234).x),
    mouth: distance(13, 14) / distance(78, 308),
    smile: distance(61, 291) / distance(33, 263),
    size: heightOf(face),
    centre: { x: (at(234).x + at(454).x) / 2, y: (at(10).y + at(152).y) / 2 },
    light,
  }
}

const heightOf = (face: readonly Landmark[]) => Math.abs((face[152]?.y ?? 0) - (face[10]?.y ?? 0))
