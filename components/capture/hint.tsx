'use client'
// The one thing to do now, as a pill under the picture, and spoken by screen readers at a pace that can be followed.
import { useEffect, useState, type ReactNode } from 'react'

const tones = {
  plain: 'bg-white text-camera-ink',
  care: 'bg-camera-care text-camera-ink',
  good: 'bg-camera-green text-camera-ink',
} as const

export function Hint({ tone = 'plain', icon, children }: { tone?: keyof typeof tones; icon?: ReactNode; children: string }) {
  return (
    <>
      <p
        aria-hidden
        className={`inline-flex min-h-11 items-center gap-2.5 rounded-full px-5 py-2.5 leading-snug font-semibold text-balance [&>svg]:flex-none ${tones[tone]}`}
      >
        {icon}
        {children}
      </p>
      <Spoken>{children}</Spoken>
    </>
  )
}

const paceMs = 1800

/** A polite live region that changes at most every 1.8 seconds and ends on the latest words. */
function Spoken({ children }: { children: string }) {
  const [spoken, setSpoken] = useState({ words: '', at: 0 })
  useEffect(() => {
    if (children === spoken.words) return undefined
    const timer = setTimeout(
      () => setSpoken({ words: children, at: performance.now() }),
      Math.max(0, spoken.at + paceMs - performance.now()),
    )
    return () => clearTimeout(timer)
  }, [children, spoken])
  return (
    <p role="status" aria-live="polite" className="sr-only">
      {spoken.words}
    </p>
  )
}
