// Makes one reading out of several of the same zone: for each place, the probabilities of all frames are averaged before a character is
// chosen.
import { GLYPHS } from './cell'
import { scoreZone, type ZoneReading } from './read-zone'
import type { MrzFormat } from '../parse'

// The least log-probability that counts: one frame with glare on a place must not outvote the others.
const FLOOR = -8

function averaged(readings: readonly ZoneReading[], line: number, place: number): Float32Array {
  const mean = new Float32Array(GLYPHS.length)
  for (const { reading } of readings) {
    const thought = reading[line]?.[place]
    mean.forEach((sum, at) => (mean[at] = sum + Math.max(FLOOR, thought?.[at] ?? FLOOR) / readings.length))
  }
  const total = Math.log(mean.reduce((sum, value) => sum + Math.exp(value), 0))
  return mean.map((value) => value - total)
}

export type Vote = ZoneReading & {
  readonly frames: number
  // Of these, how many read the very lines that were decided.
  readonly agreeing: number
}

// The format most frames saw; frames that saw another one do not vote.
export function voteZones(readings: readonly ZoneReading[], now: Date): Vote | null {
  const count = (format: MrzFormat) => readings.filter((reading) => reading.format === format).length
  const [first] = [...readings].sort((a, b) => count(b.format) - count(a.format) || a.problems - b.problems)
  if (!first) return null
  const voters = readings.filter(({ format }) => format === first.format)
  const merged = first.reading.map((line, row) => line.map((_, place) => averaged(voters, row, place)))
  const decided = scoreZone(first.format, merged, first.place, now)
  const agreeing = voters.filter(({ lines }) => lines.join() === decided.lines.join()).length
  return { ...decided, frames: voters.length, agreeing }
}
