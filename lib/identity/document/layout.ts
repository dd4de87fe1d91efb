// The ways in which a document may lie in a picture: seen by its outline or, the page of a passport, by its zone; upright, upside down or sideways.
import { findCard, flattenCard, ID3_ASPECT } from './card'
import { pageAround } from './page'
import { inFrame } from './quality'
import { trackerOf } from './tracked'
import { aspectOf, turned, TURNS, type Point, type Quad, type Turn } from '../engine/geometry'
import type { GreyImage, RgbImage } from '../engine/image'
import { readZone } from '../mrz/reader/read-zone'
import type { DocumentType } from '../../domain/capture'

export type Way = { readonly by: 'outline' | 'zone'; readonly turn: Turn }

// A picture with the outline that is seen in it, if any.
export type View = { readonly seq: number; readonly image: RgbImage; readonly grey: GreyImage; readonly outline: Quad | null }

const FLAT_WIDTH = 1400
const LEAST_CONFIDENCE = -0.8

// Most likely first. Documents are wider than high, so an outline that is higher than wide lies sideways.
export function waysFor(views: readonly View[], documentType: DocumentType): Way[] {
  const sideways = views.filter(({ outline }) => outline !== null && aspectOf(outline) < 1).length > views.length / 2
  const byOutline = (sideways ? ([1, 3] as const) : ([0, 2] as const)).map((turn): Way => ({ by: 'outline', turn }))
  if (documentType !== 'passport') return byOutline
  const byZone = TURNS.map((turn): Way => ({ by: 'zone', turn }))
  // An outline that leaves the picture is that of the open passport, not of its page.
  const whole = views.some(({ outline, image }) => outline !== null && inFrame(outline, image))
  return [...(whole ? byOutline.slice(0, 1) : []), ...byZone.slice(0, 1), ...byOutline.slice(whole ? 1 : 0), ...byZone.slice(1)]
}

type Upright = { readonly image: GreyImage; readonly back: (point: Point) => Point }

// The picture turned so that what lies turned in it stands upright, and the way back.
function upright(image: GreyImage, turn: Turn): Upright {
  const { width, height, data } = image
  const back = ([x, y]: Point): Point => {
    switch (turn) {
      case 0:
        return [x, y]
      case 1:
        return [width - 1 - y, x]
      case 2:
        return [width - 1 - x, height - 1 - y]
      case 3:
        return [y, height - 1 - x]
    }
  }
  if (turn === 0) return { image, back }
  const [wide, high] = turn === 2 ? [width, height] : [height, width]
  const made = new Uint8Array(data.length)
  for (let y = 0, at = 0; y < high; y++) {
    for (let x = 0; x < wide; x++, at++) {
      const [column, line] = back([x, y])
      made[at] = data[line * width + column] ?? 0
    }
  }
  return { image: { width: wide, height: high, data: made }, back }
}

function pageByZone({ grey }: View, turn: Turn, now: Date): Quad | null {
  const { image, back } = upright(grey, turn)
  const zone = readZone(image, false, now)
  if (!zone || zone.format !== 'TD3' || zone.confidence < LEAST_CONFIDENCE) return null
  const { topLeft, topRight, bottomRight, bottomLeft } = pageAround(image, zone.place)
  return { topLeft: back(topLeft), topRight: back(topRight), bottomRight: back(bottomRight), bottomLeft: back(bottomLeft) }
}

export type Laid = { readonly view: View; readonly quad: Quad; readonly flat: RgbImage }

const asSeen = (quad: Quad, turn: Turn): Quad => turned(quad, ((4 - turn) % 4) as Turn)

// The document of each view laid flat and upright; corners are named as they are seen in the picture. A zone is searched for in one view, which takes
// long; in the others the page is found by its print.
export function* layOut(views: readonly View[], { by, turn }: Way, now: Date): Generator<Laid> {
  const laid = (view: View, quad: Quad | null, aspect?: number): Laid[] =>
    quad ? [{ view, quad, flat: flattenCard(view.image, turned(quad, turn), FLAT_WIDTH, aspect) }] : []
  if (by === 'outline') {
    for (const view of views) yield* laid(view, view.outline)
    return
  }
  const [first, ...others] = views
  const page = first && pageByZone(first, turn, now)
  if (!page) return
  const known = laid(first, asSeen(page, turn), ID3_ASPECT)
  yield* known
  const find = trackerOf(known[0]?.flat ?? first.image)
  for (const view of others) yield* laid(view, seen(find(view.grey), turn), ID3_ASPECT)
}

const seen = (quad: Quad | null, turn: Turn): Quad | null => quad && asSeen(quad, turn)

// Finds the same document in other pictures: by its outline or, a page that has none of its own, by its print.
export function finderOf(flat: RgbImage, { by, turn }: Way): (image: GreyImage) => Quad | null {
  if (by === 'outline') return findCard
  const find = trackerOf(flat)
  return (image) => seen(find(image), turn)
}
