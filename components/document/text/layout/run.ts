// A piece of text as it is drawn, in points of the page as displayed: what a line is made of.

export type Box = { left: number; top: number; right: number; bottom: number }

export type Run = {
  text: string
  /** Degrees, clockwise, by which the text is turned on the page. */
  angle: number
  /** Where its baseline begins and ends, and how far down it is, on a page that is turned so that the text is upright. */
  left: number
  right: number
  y: number
  size: number
  bold: boolean
  rightToLeft: boolean
  /** Whether white space stood before it. */
  spaced: boolean
  /** The marked content that it belongs to: the structure of a tagged file names it. */
  mark: string | null
  /** Whether it is as wide as its letters are; what a field shows has the width of the field. */
  fitted: boolean
  /** Where it is on the page as displayed. */
  box: Box
}

const RADIANS = Math.PI / 180

/** Finds the place of a run by where its baseline begins on the page as displayed. */
export function placed(at: {
  x: number
  y: number
  angle: number
  width: number
  size: number
}): Pick<Run, 'angle' | 'left' | 'right' | 'y' | 'size' | 'box'> {
  const { x, y, angle, width, size } = at
  const [cos, sin] = [Math.cos(angle * RADIANS), Math.sin(angle * RADIANS)]
  const left = x * cos + y * sin
  const down = y * cos - x * sin
  const corners = [
    [left, down - size * 0.75],
    [left + width, down - size * 0.75],
    [left, down + size * 0.2],
    [left + width, down + size * 0.2],
  ].map(([across = 0, deep = 0]) => ({ x: across * cos - deep * sin, y: across * sin + deep * cos }))
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)]
  const box = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
  return { angle, left, right: left + width, y: down, size, box }
}
