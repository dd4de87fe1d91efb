// For tests and the bench: passports as people show them, open: in one hand or two or on a table, tilted a little, half of the other page in view.
import { renderOpenPassport } from '@/lib/testing/camera/documents/render'
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { random, toJpeg, type Image } from '@/lib/testing/camera/image'
import { holderPortrait } from '@/lib/testing/camera/portrait/portrait'
import { renderScene, resting, type Ground, type Scene } from '@/lib/testing/camera/scenes/card-scene'
import type { Movement } from '../../domain/capture'
import type { DocumentFrames } from '../../identity/document/analyse'
import type { CameraFrame } from '../../identity/frame'
import { generatedDocument } from './generated-documents'
import { grainy, movedScene, movementFrames } from './document-clip'
import { drawnOver } from './picture-flaws'
import { sensor } from './grain'

const TABLES: readonly Ground['table'][] = ['dark', 'wood', 'grey', 'white', 'clutter']
const TONES = ['#e3e9ec', '#d9c7cf', '#e9e4d4']
const COVERS = [null, '#5a1a22', '#1c2440']
const HANDS = ['none', 'one', 'two'] as const
const MOVEMENTS: readonly Movement[] = ['tilt_left', 'tilt_right', 'tilt_forward', 'tilt_back']
const FRAME_MS = 200
// The page's height against its width, and the picture's size.
const PAGE = 88 / 125
const [WIDTH, HEIGHT] = [1280, 720]

export type Position = {
  readonly number: number
  readonly hands: (typeof HANDS)[number]
  readonly table: Ground['table']
  readonly cover: string | null
  readonly asked: Movement
}

export function positionOf(number: number): Position {
  const pick = <T>(list: readonly T[], every = 1): T => list[Math.floor(number / every) % list.length] as T
  return { number, hands: pick(HANDS), table: pick(TABLES), cover: pick(COVERS, 2), asked: pick(MOVEMENTS) }
}

/** A passport, whatever the number. */
const holderOf = (number: number) => generatedDocument(3 * number + 2)

export const passportOf = ({ number }: Position) => holderOf(number)

type Placed = { readonly scene: Scene; readonly width: number; readonly fold: number }

function placed({ number, table }: Position): Placed {
  const chance = random(number * 31 + 5)
  const around = (most: number) => (chance() - 0.5) * 2 * most
  // The page 760 to 900 pixels wide; its fold so far down that the page stays in view, and above it a part of the other page.
  const width = 760 + chance() * 120
  const low = HEIGHT - PAGE * width - 18
  const fold = Math.max(34, low - chance() * 40)
  const fill = (width * 2 * PAGE) / HEIGHT
  const scene = {
    ...resting,
    table,
    fill,
    shiftX: around(0.02),
    shiftY: fold / HEIGHT - 0.5,
    roll: around(2.5),
    topAway: around(6),
    leftAway: around(8),
  }
  return { scene, width, fold }
}

/** Thumbs on the edges of the page, where nothing is printed that is read. */
function held(picture: Image, { hands }: Position, { width, fold }: Placed): Promise<Image> {
  const at = fold + 0.42 * PAGE * width
  const thumb = (x: number) => `<ellipse cx="${x}" cy="${at}" rx="52" ry="30" fill="#c9977d"/>`
  const left = thumb((WIDTH - width) / 2 - 18)
  const right = thumb((WIDTH + width) / 2 + 18)
  return hands === 'none' ? Promise.resolve(picture) : drawnOver(picture, hands === 'one' ? right : left + right)
}

const sway = (seq: number) => ({ topAway: 0.7 * Math.sin(seq), leftAway: 0.8 * Math.cos(seq), roll: 0.3 * Math.sin(seq + 1) })

/** The film of one side: three pictures at rest, then the movement that is asked. `parts`: how far each picture has moved. */
export async function filmOpenPassport(position: Position, now: Date, parts = [0, 0, 0, 0.35, 0.7, 1, 1]): Promise<DocumentFrames> {
  const { number, cover, asked } = position
  const jpegs = await keptFrames(['open passport', position, parts], async () => {
    const { photo } = await holderPortrait()
    const booklet = await renderOpenPassport(holderOf(number), photo, { tone: TONES[number % TONES.length] ?? '#e3e9ec', cover })
    const place = placed(position)
    const grain = sensor(number + 1)
    const pictures: Buffer[] = []
    for (const [seq, part] of parts.entries()) {
      const { topAway, leftAway, roll } = sway(seq)
      const { scene } = place
      const moved = movedScene(asked, part)
      const turned = {
        topAway: scene.topAway + topAway + (moved.topAway ?? 0),
        leftAway: scene.leftAway + leftAway + (moved.leftAway ?? 0),
        roll: scene.roll + roll,
      }
      const picture = await renderScene(booklet, { ...scene, ...turned })
      pictures.push(await toJpeg(grainy(await held(picture, position, place), 8, grain()), 86))
    }
    return pictures
  })
  const frames = jpegs.map((jpeg, seq): CameraFrame => {
    const capturedAt = 4_000 + seq * FRAME_MS
    return { seq, capturedAt, receivedAt: capturedAt + 1_700_000_000_000, nonce: 'passport-nonce', jpeg }
  })
  return {
    side: 'front',
    documentType: 'passport',
    stills: frames.slice(0, 3),
    movement: movementFrames(asked, frames),
    now: now.getTime(),
  }
}
