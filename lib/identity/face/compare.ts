// How alike two faces are: the distance of their embeddings, and the score that the API shows for it.
import type { Embedding } from './embedding'

export function embeddingDistance(a: Embedding, b: Embedding): number {
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - (b[at] ?? 0)) ** 2, 0))
}

// 0..1 with 0.5 at the distance where genuine and foreign pairs were equally likely (0.58); a scale, not a probability.
export const matchScore = (distance: number): number => 1 / (1 + Math.exp(20 * (distance - 0.58)))

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(half)] ?? Infinity)
    : ((sorted[half - 1] ?? Infinity) + (sorted[half] ?? Infinity)) / 2
}
