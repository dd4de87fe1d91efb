// Tells which of the 37 OCR-B characters a cell shows: a two-layer perceptron, whose weights scripts/train-zone-reader.ts makes.
import { normalised } from './cell'
import weights from './ocr-b-weights.json'

// Weights are stored as signed bytes with one scale.
const restored = ({ scale, bytes }: { scale: number; bytes: string }): Float32Array =>
  Float32Array.from(new Int8Array(Buffer.from(bytes, 'base64')), (byte) => byte * scale)

const HIDDEN_WEIGHTS = restored(weights.hiddenWeights)
const CLASS_WEIGHTS = restored(weights.classWeights)
const HIDDEN_BIAS = Float32Array.from(weights.hiddenBias)
const CLASS_BIAS = Float32Array.from(weights.classBias)

function layer(input: Float32Array, matrix: Float32Array, bias: Float32Array, output: Float32Array): Float32Array {
  for (let row = 0; row < output.length; row++) {
    const start = row * input.length
    let sum = bias[row] as number
    for (let at = 0; at < input.length; at++) sum += (matrix[start + at] as number) * (input[at] as number)
    output[row] = sum
  }
  return output
}

// Filled anew for each cell: a zone has 90 of them, each seen nine times.
const HIDDEN = new Float32Array(HIDDEN_BIAS.length)

// Darkness 0..1 per pixel in, probability per character of GLYPHS out.
export function classifyGlyph(cell: Float32Array): Float32Array {
  const hidden = layer(normalised(cell), HIDDEN_WEIGHTS, HIDDEN_BIAS, HIDDEN)
  for (let at = 0; at < hidden.length; at++) if ((hidden[at] as number) < 0) hidden[at] = (hidden[at] as number) * 0.01
  const scores = layer(hidden, CLASS_WEIGHTS, CLASS_BIAS, new Float32Array(CLASS_BIAS.length))
  const highest = scores.reduce((high, score) => Math.max(high, score), -Infinity)
  const powers = scores.map((score) => Math.exp(score - highest))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}
