'use client'
// The boxes beside the texts of one page: which are ticked, and whether all are.

import { useState } from 'react'

export type Ticks = ReturnType<typeof useTicks>

/** One box per text; `ready` when all that are needed are ticked. */
export function useTicks(needed: readonly string[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  return {
    has: (id: string) => ticked.has(id),
    set: (id: string, on: boolean) =>
      setTicked((before) => {
        const next = new Set(before)
        if (on) next.add(id)
        else next.delete(id)
        return next
      }),
    ready: needed.every((id) => ticked.has(id)),
  }
}
