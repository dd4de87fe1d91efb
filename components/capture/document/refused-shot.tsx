'use client'
// Shows the picture that could not be used, what was wrong with it, and the way to take another.
import { useEffect, useRef } from 'react'

type RefusedShotProps = {
  shot: string | null
  message: string
  advice?: string | undefined
  text: { refusedTitle: string; shotAlt: string; tryAgain: string }
  onAgain: () => void
}

export function RefusedShot({ shot, message, advice, text, onAgain }: RefusedShotProps) {
  const again = useRef<HTMLButtonElement>(null)
  useEffect(() => again.current?.focus(), [])
  return (
    <div role="alert" className="w-full max-w-sm rounded-card bg-white p-4 text-left text-camera-ink shadow-float">
      <p className="text-sm font-semibold text-camera-warn">{text.refusedTitle}</p>
      <div className="mt-2 flex gap-3">
        {/* oxlint-disable-next-line nextjs/no-img-element -- a picture of this page's own memory: nothing to optimise */}
        {shot && <img src={shot} alt={text.shotAlt} className="h-16 w-28 flex-none rounded-lg object-cover" />}
        <div>
          <p className="font-semibold">{message}</p>
          {advice && <p className="mt-0.5 text-sm text-camera-soft">{advice}</p>}
        </div>
      </div>
      <button
        ref={again}
        type="button"
        onClick={onAgain}
        className="mt-4 w-full rounded-control bg-accent px-4 py-3 font-semibold text-accent-ink"
      >
        {text.tryAgain}
      </button>
    </div>
  )
}
