// Decodes the streams that a PDF's structure is kept in: Flate with PNG or TIFF predictors, bounded against bombs.

import { constants, inflateSync } from 'node:zlib'
import type { Budget } from './budget'
import { Name, type Dict, type PdfObject } from './objects'
import { damaged, tooComplex } from './problem'

const largest = 64 << 20

/** `resolve` follows references: filters and their parameters may be references. */
export function decoded(bytes: Buffer, stream: Dict, budget: Budget, resolve: (object: PdfObject) => PdfObject): Buffer {
  const first = (key: string): PdfObject => {
    const value = resolve(stream.get(key) ?? null)
    if (Array.isArray(value) && value.length > 1) throw damaged('more than one filter on a structural stream')
    return Array.isArray(value) ? resolve(value[0] ?? null) : value
  }
  const filter = first('Filter')
  if (filter === null) return bytes
  if (!(filter instanceof Name) || filter.value !== 'FlateDecode') throw damaged('unknown filter on a structural stream')
  const plain = inflated(bytes, budget)
  const parameters = first('DecodeParms')
  if (!(parameters instanceof Map)) return plain
  const parameter = (key: string, fallback: number): number => {
    const value = resolve(parameters.get(key) ?? null)
    return typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 1 << 20 ? value : fallback
  }
  const predictor = parameter('Predictor', 1)
  if (predictor === 1) return plain
  const bits = parameter('BitsPerComponent', 8)
  if (bits !== 8) throw damaged('predictor with other than 8 bits')
  const colors = parameter('Colors', 1)
  const rowLength = parameter('Columns', 1) * colors
  return predictor === 2 ? tiff(plain, rowLength, colors) : png(plain, rowLength, colors)
}

function inflated(bytes: Buffer, budget: Budget): Buffer {
  const most = Math.max(1, Math.min(largest, budget.remaining('inflated')))
  let plain: Buffer
  try {
    plain = inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: most })
  } catch (error) {
    // How far it came is not known; deflate makes at most 1,032 bytes of one.
    budget.spend('inflated', Math.min(most, 1032 * bytes.length))
    if (error instanceof RangeError) throw tooComplex('a structural stream inflates too far')
    throw damaged('a compressed stream cannot be read')
  }
  budget.spend('inflated', plain.length)
  return plain
}

function tiff(bytes: Buffer, rowLength: number, colors: number): Buffer {
  const out = Buffer.from(bytes)
  for (let row = 0; row + rowLength <= out.length; row += rowLength) {
    for (let i = colors; i < rowLength; i++) out[row + i] = (out[row + i] ?? 0) + (out[row + i - colors] ?? 0)
  }
  return out
}

/** PNG filters, RFC 2083 section 6: each row is led by the number of its filter. */
function png(bytes: Buffer, rowLength: number, colors: number): Buffer {
  const rows = Math.floor(bytes.length / (rowLength + 1))
  const out = Buffer.alloc(rows * rowLength)
  for (let row = 0; row < rows; row++) {
    const from = row * (rowLength + 1)
    const filter = bytes[from]
    const to = row * rowLength
    for (let i = 0; i < rowLength; i++) {
      const up = row > 0 ? (out[to - rowLength + i] ?? 0) : 0
      const left = i >= colors ? (out[to + i - colors] ?? 0) : 0
      const corner = row > 0 && i >= colors ? (out[to - rowLength + i - colors] ?? 0) : 0
      out[to + i] = (bytes[from + 1 + i] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return out
}

function predicted(filter: number | undefined, left: number, up: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0
    case 1:
      return left
    case 2:
      return up
    case 3:
      return (left + up) >> 1
    case 4: {
      const estimate = left + up - corner
      const a = Math.abs(estimate - left)
      const b = Math.abs(estimate - up)
      const c = Math.abs(estimate - corner)
      return a <= b && a <= c ? left : b <= c ? up : corner
    }
    default:
      throw damaged('unknown PNG filter')
  }
}
