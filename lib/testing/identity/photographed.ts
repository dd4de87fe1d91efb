// For tests and the bench: a generated document held still under one of the conditions, as the frames of its side.
import { keptFrames } from '@/lib/testing/camera/frame-store'
import { random, toJpeg } from '@/lib/testing/camera/image'
import type { Specimen } from '@/lib/testing/camera/documents/specimen'
import { renderScene, resting } from '@/lib/testing/camera/scenes/card-scene'
import type { DocumentSide } from '../../domain/capture'
import type { DocumentFrames } from '../../identity/document/analyse'
import { drawCard, grainy, noMovement } from './document-clip'
import { sensor } from './grain'
import type { Condition } from './picture-flaws'

const STILLS = 2
const TABLES = ['wood', 'dark', 'grey'] as const

/** In the order in which they are shown. */
export const sidesOf = ({ format }: Specimen): readonly DocumentSide[] => (format === 'TD1' ? ['front', 'back'] : ['front'])

const sideOfZone = ({ format }: Specimen): DocumentSide => (format === 'TD1' ? 'back' : 'front')

/** `seed` decides all that is left to chance. */
export async function photographed(
  specimen: Specimen,
  condition: Condition,
  seed: number,
  now: Date,
  side = sideOfZone(specimen),
): Promise<DocumentFrames> {
  const { name, scene, print, lens, grain = 4, quality = 86 } = condition
  const jpegs = await keptFrames(['condition', name, specimen, side, seed], async () => {
    const chance = random(seed * 104_729 + 3)
    const drawn = await drawCard(specimen, side)
    const card = print ? await print(drawn, chance) : drawn
    const held = { ...resting, table: TABLES[seed % TABLES.length] ?? 'wood', ...scene?.(chance) }
    const noise = sensor(seed + 1)
    const pictures: Buffer[] = []
    for (let still = 0; still < STILLS; still++) {
      const around = () => (chance() - 0.5) * 1.2
      const seen = await renderScene(card, {
        ...held,
        topAway: held.topAway + around(),
        leftAway: held.leftAway + around(),
        roll: held.roll + around(),
      })
      pictures.push(await toJpeg(grainy(lens ? await lens(seen, chance) : seen, 2 * grain, noise()), quality))
    }
    return pictures
  })
  const stills = jpegs.map((jpeg, seq) => ({
    seq,
    capturedAt: 1_000 + seq * 125,
    receivedAt: 1_700_000_001_000 + seq * 125,
    nonce: 'still',
    jpeg,
  }))
  const documentType = specimen.format === 'TD3' ? 'passport' : 'national_id'
  return { side, documentType, stills, movement: noMovement('tilt_left'), now: now.getTime() }
}
