// Tells which of the 37 OCR-B characters a 20x28 cell shows: a two-layer perceptron trained on renderings of the OCR-B typeface.
import weights from './ocr-b-weights.json'

export const GLYPHS = weights.CH
export const CELL_WIDTH = weights.CW
export const CELL_HEIGHT = weights.CHT

const INPUTS = CELL_WIDTH * CELL_HEIGHT
const HIDDEN = weights.HID
const CLASSES = GLYPHS.length

// Weights are stored as signed bytes with one scale.
const restored = ({ s, d }: { s: number; d: string }): Float32Array =>
  Float32Array.from(new Int8Array(Buffer.from(d, 'base64')), (byte) => byte * s)

const HIDDEN_WEIGHTS = restored(weights.W1)
const CLASS_WEIGHTS = restored(weights.W2)
const HIDDEN_BIAS = Float32Array.from(weights.b1)
const CLASS_BIAS = Float32Array.from(weights.b2)

function normalised(cell: Float32Array): Float32Array {
  const mean = cell.reduce((sum, value) => sum + value, 0) / INPUTS
  const variance = cell.reduce((sum, value) => sum + (value - mean) ** 2, 0) / INPUTS
  const deviation = Math.sqrt(variance) + 0.02
  return cell.map((value) => (value - mean) / deviation)
}

function layer(input: Float32Array, matrix: Float32Array, bias: Float32Array): Float32Array {
  const output = new Float32Array(bias.length)
  for (let row = 0; row < output.length; row++) {
    const start = row * input.length
    let sum = bias[row] as number
    for (let at = 0; at < input.length; at++) sum += (matrix[start + at] as number) * (input[at] as number)
    output[row] = sum
  }
  return output
}

// Darkness 0..1 per pixel in, probability per character of GLYPHS out.
export function classifyGlyph(cell: Float32Array): Float32Array {
  const hidden = layer(normalised(cell), HIDDEN_WEIGHTS, HIDDEN_BIAS)
  for (let at = 0; at < HIDDEN; at++) if ((hidden[at] as number) < 0) hidden[at] = (hidden[at] as number) * 0.01
  const scores = layer(hidden, CLASS_WEIGHTS, CLASS_BIAS)
  const highest = scores.reduce((high, score) => Math.max(high, score), -Infinity)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  for (let at = 0; at < CLASSES; at++) powers[at] = (powers[at] as number) / total
  return powers
}
