// How a tilted card stands in the picture: a pinhole camera's projection and its inverse, picture to card.

/** How the card is held. Lengths are parts of the picture's height, angles degrees. */
export type Held = {
  /** Height of the upright card as a part of the picture's height. */
  fill: number
  /** Positive: the top edge is farther from the camera than the bottom edge. */
  topAway: number
  /** Positive: the left edge is farther from the camera than the right edge. */
  leftAway: number
  /** Positive: turned clockwise in the picture. */
  roll: number
  shiftX: number
  shiftY: number
}

/** Row by row, without the last: maps picture pixels to card pixels as (x, y, 1) -> (u w, v w, w). */
export type Homography = readonly [number, number, number, number, number, number, number, number, number]

const focalLength = 1.9 // picture heights: a phone's main camera, held at arm's length

export function pictureToCard(card: { width: number; height: number }, picture: { width: number; height: number }, held: Held): Homography {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const [sinTop, cosTop] = [Math.sin(radians(held.topAway)), Math.cos(radians(held.topAway))]
  const [sinLeft, cosLeft] = [Math.sin(radians(held.leftAway)), Math.cos(radians(held.leftAway))]
  const [sinRoll, cosRoll] = [Math.sin(radians(held.roll)), Math.cos(radians(held.roll))]
  // The card's axes in camera space (x right, y down, z away), after tilting about its own axes and rolling.
  const across = [cosLeft, 0, -sinLeft] as const
  const down = [-sinTop * sinLeft, cosTop, -sinTop * cosLeft] as const
  const rolled = ([x, y, z]: readonly [number, number, number]) => [cosRoll * x - sinRoll * y, sinRoll * x + cosRoll * y, z] as const
  const [ax, ay, az] = rolled(across)
  const [bx, by, bz] = rolled(down)
  const focal = focalLength * picture.height
  const scale = (held.fill * picture.height) / card.height
  const [cx, cy] = [picture.width / 2 + held.shiftX * picture.height, picture.height / 2 + held.shiftY * picture.height]
  // Column by column: where the card's x axis, y axis and centre project to, the centre standing one focal length away.
  const project = (x: number, y: number, z: number) => [focal * x + cx * z, focal * y + cy * z, z] as const
  const [h00, h10, h20] = project(ax * scale, ay * scale, az * scale)
  const [h01, h11, h21] = project(bx * scale, by * scale, bz * scale)
  const [h02, h12, h22] = project(0, 0, focal)
  const inverse = inverted([h00, h01, h02, h10, h11, h12, h20, h21, h22])
  // Card pixels count from the corner, the projection from the card's middle.
  const [i0, i1, i2, i3, i4, i5, i6, i7, i8] = inverse
  const [mx, my] = [card.width / 2, card.height / 2]
  return [i0 + mx * i6, i1 + mx * i7, i2 + mx * i8, i3 + my * i6, i4 + my * i7, i5 + my * i8, i6, i7, i8]
}

/** The adjugate: an inverse up to scale, which a homography does not care about. */
function inverted([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ]
}
