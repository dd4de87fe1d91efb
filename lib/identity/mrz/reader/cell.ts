// What the classifier looks at: one place of a line, cut out at the size at which OCR-B is printed. The reader cuts cells, and the training draws them.

export const GLYPHS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'

// A cell is as wide as the pitch of its line, and its pixels are square. Capitals are 0.84 to 1.12 of the pitch high on documents in use, so
// they fit with room to spare; ISO 1073-2 size I, which Doc 9303-3 demands, gives 0.97.
export const CELL_WIDTH = 20
export const CELL_HEIGHT = 28

// Whatever the strength of the ink: mean 0, deviation 1. What is nearly blank is not blown up.
export function normalised(cell: Float32Array): Float32Array {
  const mean = cell.reduce((sum, value) => sum + value, 0) / cell.length
  const variance = cell.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cell.length
  const deviation = Math.sqrt(variance) + 0.02
  return cell.map((value) => (value - mean) / deviation)
}
