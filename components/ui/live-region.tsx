'use client'
// Has a screen reader say changes aloud: one polite live region per page, which `useAnnounce` fills.

import { createContext, useCallback, useContext, useState, type ReactNode } from 'react'

const Announce = createContext<(text: string) => void>(() => undefined)

export function LiveRegion({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: '', turn: 0 })
  const announce = useCallback((text: string) => setSaid((before) => ({ text, turn: before.turn + 1 })), [])
  return (
    <Announce value={announce}>
      {children}
      {/* A new key makes the same sentence be spoken again. */}
      <div className="sr-only" role="status" aria-live="polite">
        <span key={said.turn}>{said.text}</span>
      </div>
    </Announce>
  )
}

export function useAnnounce(): (text: string) => void {
  return useContext(Announce)
}
