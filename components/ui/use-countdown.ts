'use client'
// Seconds until a moment, counted on this device's clock and corrected by its difference from the server's.

import { useSyncExternalStore } from 'react'

function everyHalfSecond(changed: () => void): () => void {
  const timer = setInterval(changed, 500)
  return () => clearInterval(timer)
}

/** `until` in RFC 3339, null for none; `offset`: server time minus this device's time in ms. Whole seconds, never below zero. */
export function useCountdown(until: string | null, offset = 0): number {
  return useSyncExternalStore(
    everyHalfSecond,
    () => (until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - Date.now() - offset) / 1000))),
    () => 0,
  )
}

/** Minutes and seconds, such as 9:41. */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
