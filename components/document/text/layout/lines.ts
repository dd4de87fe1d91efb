// Lines from pieces of text, by where they stand.

import type { Run } from './run'
import { isLabel } from './words'

/** A stretch of one line without a wide gap: a whole line, or that of one column. */
export type Segment = { text: string; left: number; right: number; y: number; size: number; bold: boolean; rightToLeft: boolean }

/** Wider gaps, in sizes of the letters, part columns and cells; justified lines and tabs behind a label have narrower ones. */
const PARTS = 1.2
const BEHIND_LABEL = 4
/** Letters whose baselines are nearer than this, in sizes, stand in one line: raised ones, too. */
const SAME_LINE = 0.45
const SPACE = 0.13

export const inOneLine = (a: { y: number; size: number }, b: { y: number; size: number }): boolean =>
  Math.abs(a.y - b.y) < SAME_LINE * Math.max(a.size, b.size)

/** Segments of text that is turned the same way, from top to bottom, and from left to right in a line. */
export function segmentsOf(runs: readonly Run[]): Segment[] {
  return rowsOf(runs).flatMap((row) => {
    const parts: Run[][] = []
    let right = -Infinity
    for (const run of row) {
      const last = parts.at(-1)
      const gap = (run.left - right) / run.size
      const label = last !== undefined && last.length === 1 && isLabel(last[0]?.text.trim() ?? '')
      if (last !== undefined && gap < (label ? BEHIND_LABEL : PARTS)) last.push(run)
      else parts.push([run])
      right = Math.max(right, run.right)
    }
    return parts.map(segment)
  })
}

/** What stands in one line, from left to right; the lines from top to bottom. */
export function rowsOf<T extends { y: number; size: number; left: number }>(parts: readonly T[]): T[][] {
  const rows: T[][] = []
  for (const part of parts.toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row !== undefined && first !== undefined && inOneLine(first, part)) row.push(part)
    else rows.push([part])
  }
  return rows.map((row) => row.toSorted((a, b) => a.left - b.left))
}

function segment(runs: readonly Run[]): Segment {
  const [first] = runs
  const size = Math.max(...runs.map((run) => run.size))
  return {
    text: lineText(runs),
    left: Math.min(...runs.map(({ left }) => left)),
    right: Math.max(...runs.map(({ right }) => right)),
    y: (runs.find((run) => run.size === size) ?? first)?.y ?? 0,
    size,
    bold: runs.every(({ bold }) => bold),
    rightToLeft: isRightToLeft(runs),
  }
}

function isRightToLeft(runs: readonly Pick<Run, 'text' | 'rightToLeft'>[]): boolean {
  const letters = (of: boolean) => runs.reduce((sum, { text, rightToLeft }) => (rightToLeft === of ? sum + text.length : sum), 0)
  return letters(true) > letters(false)
}

/** The text of pieces that stand in one line, in the order in which they are read. */
export function lineText(runs: readonly Run[]): string {
  const sorted = inReadingOrder(runs)
  let text = ''
  sorted.forEach((run, at) => {
    const before = sorted[at - 1]
    const apart = before !== undefined && (run.spaced || gapBetween(before, run) > SPACE * Math.min(before.size, run.size))
    text += apart && !text.endsWith(' ') && !run.text.startsWith(' ') ? ` ${run.text}` : run.text
  })
  return text.trim()
}

/** A line of a script that runs to the left is read from its right end; numbers and names of other scripts in it keep their order. */
function inReadingOrder(runs: readonly Run[]): Run[] {
  const sorted = runs.toSorted((a, b) => a.left - b.left)
  if (!isRightToLeft(runs)) return sorted
  const turned: Run[] = []
  let foreign: Run[] = []
  for (const run of sorted.toReversed()) {
    if (!run.rightToLeft) foreign.unshift(run)
    else {
      turned.push(...foreign, run)
      foreign = []
    }
  }
  return [...turned, ...foreign]
}

const gapBetween = (a: Run, b: Run): number => Math.max(b.left - a.right, a.left - b.right)
