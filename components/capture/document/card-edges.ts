// Looks for the document's four edges near the outline and says how it is held: there or not, how large, which way tilted.
import { shadeAt, type GreyPicture } from './grey-picture'
import type { Box } from './guide'

export type CardPose = {
  /** How many of the eight places where an edge is looked for show one. */
  edges: number
  /** Size of the document against the outline: 1 fills it. */
  size: number
  /** Length of the left edge against the right one: below 1 when the left edge is farther away. */
  leftToRight: number
  /** Length of the top edge against the bottom one: below 1 when the top edge is farther away. */
  topToBottom: number
}

type Side = 'top' | 'bottom' | 'left' | 'right'
type Edge = { offset: number; strength: number }

const reach = 0.16 // of the outline's height, to either side of the outline
const faintest = 14 // difference in shade between document and table that still counts as an edge
const spans = [0.22, 0.78] // where along each side an edge is looked for

export function cardPose(picture: GreyPicture, guide: Box): CardPose {
  const along = (side: Side) => spans.map((place) => edgeNear(picture, guide, side, place))
  const [top, bottom, left, right] = [along('top'), along('bottom'), along('left'), along('right')]
  const all = [...top, ...bottom, ...left, ...right]
  // Offsets point outwards; each side is the line through its two places, drawn on to the corners.
  const cornersOf = ([first, second]: Edge[]): [number, number] => {
    const [near, far] = [first?.offset ?? 0, second?.offset ?? 0]
    const slope = (far - near) / ((spans[1] ?? 1) - (spans[0] ?? 0))
    return [near - slope * (spans[0] ?? 0), far + slope * (1 - (spans[1] ?? 1))]
  }
  const [topLeft, topRight] = cornersOf(top)
  const [bottomLeft, bottomRight] = cornersOf(bottom)
  const [leftTop, leftBottom] = cornersOf(left)
  const [rightTop, rightBottom] = cornersOf(right)
  const heights = { left: guide.height + topLeft + bottomLeft, right: guide.height + topRight + bottomRight }
  const widths = { top: guide.width + leftTop + rightTop, bottom: guide.width + leftBottom + rightBottom }
  return {
    edges: all.filter(({ strength }) => strength >= faintest).length,
    // Print inside may be taken for an edge, such as the heading of a passport whose fold is faint: that makes a document smaller in one way only.
    size: Math.max((heights.left + heights.right) / (2 * guide.height), (widths.top + widths.bottom) / (2 * guide.width)),
    leftToRight: heights.left / heights.right,
    topToBottom: widths.top / widths.bottom,
  }
}

/** The strongest change of shade across one side of the outline, averaged along a short piece of it; `offset` in pixels outwards. */
function edgeNear(picture: GreyPicture, guide: Box, side: Side, place: number): Edge {
  const upright = side === 'left' || side === 'right'
  const outwards = side === 'left' || side === 'top' ? -1 : 1
  const length = upright ? guide.height : guide.width
  const line = { left: guide.left, right: guide.left + guide.width, top: guide.top, bottom: guide.top + guide.height }[side]
  const start = (upright ? guide.top : guide.left) + length * (place - 0.09)
  const furthest = Math.round(guide.height * reach)
  const shades: number[] = []
  for (let offset = -furthest - 2; offset <= furthest + 2; offset++) {
    let sum = 0
    for (let step = 0; step < 12; step++) {
      const on = start + (length * 0.18 * step) / 11
      const across = line + outwards * offset
      sum += upright ? shadeAt(picture, across, on) : shadeAt(picture, on, across)
    }
    shades.push(sum / 12)
  }
  let best: Edge = { offset: 0, strength: 0 }
  for (let index = 2; index + 2 < shades.length; index++) {
    const inside = ((shades[index - 1] ?? 0) + (shades[index - 2] ?? 0)) / 2
    const outside = ((shades[index + 1] ?? 0) + (shades[index + 2] ?? 0)) / 2
    const strength = Math.abs(inside - outside)
    // Of nearly equal edges the outer one is the document's; the inner ones are printed on it.
    if (strength >= best.strength * 0.85) best = { offset: index - furthest - 2, strength: Math.max(strength, best.strength) }
  }
  return best
}
