// Trains the classifier of the machine readable zone and writes its weights: node_modules/.bin/tsx scripts/train-zone-reader.ts [steps]
// The same steps give the same weights. The default takes three minutes on one core.

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { CELL_HEIGHT, CELL_WIDTH, GLYPHS } from '@/lib/identity/mrz/reader/cell'
import { random } from '@/lib/testing/camera/image'
import { letterSource } from './zone-reader/letters'
import { Perceptron } from './zone-reader/perceptron'

const SEED = 12_345
const HIDDEN = 128
const BATCH = 64
const STEPS = Number(process.argv[2] ?? 5_000)
const REPORT = 250
const FILE = path.resolve(import.meta.dirname, '../lib/identity/mrz/reader/ocr-b-weights.json')

const chance = random(SEED)
const draw = await letterSource(chance)
const network = new Perceptron(CELL_WIDTH * CELL_HEIGHT, HIDDEN, GLYPHS.length, chance)

let [right, surprise] = [0, 0]
for (let step = 1; step <= STEPS; step++) {
  for (let sample = 0; sample < BATCH; sample++) {
    const glyph = Math.floor(chance() * GLYPHS.length)
    const { likeliest, loss } = network.learn(draw(glyph), glyph, BATCH)
    if (likeliest === glyph) right++
    surprise += loss
  }
  // Warmed up, and three times as careful towards the end.
  network.adjust(0.002 * Math.min(1, step / 100) * (step < STEPS * 0.6 ? 1 : step < STEPS * 0.85 ? 0.3 : 0.1))
  if (step % REPORT === 0) {
    const seen = REPORT * BATCH
    console.log(`${step} of ${STEPS}: ${((100 * right) / seen).toFixed(2)} % right, loss ${(surprise / seen).toFixed(4)}`)
    right = surprise = 0
  }
}

writeFileSync(FILE, `${JSON.stringify({ hidden: HIDDEN, ...network.stored() })}\n`)
