// Where two pictures of a page differ, as few boxes that hold all of it.

import type { Drawn } from '../signature/pdf/picture'

/** In parts of the page as it is shown, from the left and from the top: 0 to 1. */
export type Box = { x: number; y: number; width: number; height: number }

/** Pixels of a side. What lies closer together than some cells is one place: a word, a line, a paragraph. */
const CELL = 8
const GAPS = [2, 6, 16, Infinity] as const
const MOST_BOXES = 12
/** Of 255. Both pictures come from the same program, so what has not changed is the same to the last bit. */
const LEAST = 8

/** Cells of a page: which of them hold a pixel that differs. */
export class Differences {
  private readonly cells: Set<number>
  private readonly across: number

  /** Pictures of other sizes differ everywhere. */
  constructor(
    before: Drawn,
    private readonly now: Drawn,
  ) {
    this.across = Math.ceil(now.width / CELL)
    const same = before.width === now.width && before.height === now.height
    this.cells = same
      ? this.compared(before.pixels, now.pixels)
      : new Set(Array.from({ length: this.across * this.down }, (_, cell) => cell))
  }

  get some(): boolean {
    return this.cells.size > 0
  }

  /** Whether anything differs in this box. It is not told again in the rest. */
  takeOut({ x, y, width, height }: Box): boolean {
    const { width: wide, height: high } = this.now
    const [left, right] = [Math.floor((x * wide) / CELL), Math.floor(((x + width) * wide) / CELL)]
    const [top, bottom] = [Math.floor((y * high) / CELL), Math.floor(((y + height) * high) / CELL)]
    const inside = [...this.cells].filter((cell) => {
      const [column, row] = this.placeOf(cell)
      return column >= left && column <= right && row >= top && row <= bottom
    })
    for (const cell of inside) this.cells.delete(cell)
    return inside.length > 0
  }

  rest(): Box[] {
    for (const gap of GAPS) {
      const groups = this.groups(gap)
      if (groups.length <= MOST_BOXES) return groups.map((group) => this.around(group))
    }
    return []
  }

  private get down(): number {
    return Math.ceil(this.now.height / CELL)
  }

  private compared(before: Uint8Array, now: Uint8Array): Set<number> {
    const cells = new Set<number>()
    const { width } = this.now
    for (let at = 0; at < now.length; at++) {
      if (Math.abs((before[at] ?? 0) - (now[at] ?? 0)) < LEAST) continue
      const pixel = at >> 2
      cells.add(Math.floor(Math.floor(pixel / width) / CELL) * this.across + Math.floor((pixel % width) / CELL))
    }
    return cells
  }

  private groups(gap: number): number[][] {
    if (gap === Infinity) return this.cells.size === 0 ? [] : [[...this.cells]]
    const left = new Set(this.cells)
    const groups: number[][] = []
    for (const first of left) {
      left.delete(first)
      const group = [first]
      for (const cell of group) {
        const [column, row] = this.placeOf(cell)
        for (let y = row - gap; y <= row + gap; y++) {
          for (let x = Math.max(0, column - gap); x <= Math.min(this.across - 1, column + gap); x++) {
            if (left.delete(y * this.across + x)) group.push(y * this.across + x)
          }
        }
      }
      groups.push(group)
    }
    return groups
  }

  private around(group: readonly number[]): Box {
    const places = group.map((cell) => this.placeOf(cell))
    const { width, height } = this.now
    let [left, top, right, bottom] = [Infinity, Infinity, 0, 0]
    for (const [column, row] of places) {
      left = Math.min(left, column)
      right = Math.max(right, column + 1)
      top = Math.min(top, row)
      bottom = Math.max(bottom, row + 1)
    }
    const [x, y] = [(left * CELL) / width, (top * CELL) / height]
    return { x, y, width: Math.min(1, (right * CELL) / width) - x, height: Math.min(1, (bottom * CELL) / height) - y }
  }

  private placeOf(cell: number): readonly [column: number, row: number] {
    return [cell % this.across, Math.floor(cell / this.across)]
  }
}
