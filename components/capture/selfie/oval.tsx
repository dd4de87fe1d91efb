'use client'
// The oval to hold the face in, with a ring around it that runs down while a challenge is open.
import { useEffect, useState } from 'react'

/** `light`: the colour in which everything around the oval shines, if it does. */
type OvalProps = { good: boolean; countdown: { from: number; lengthMs: number } | null; light: string | null }

export function Oval({ good, countdown, light }: OvalProps) {
  const left = useShareLeft(countdown)
  return (
    <div aria-hidden className="absolute inset-0 grid place-items-center overflow-hidden">
      <div className="relative aspect-[0.76] h-[86%]">
        <div
          className={`absolute inset-0 rounded-[50%] border-[3px] transition-colors motion-reduce:transition-none ${good ? 'border-camera-green/90' : 'border-white/60'}`}
          style={{ boxShadow: `0 0 0 9999px ${light ?? 'rgb(16 18 22 / 0.72)'}` }}
        />
        {left !== null && (
          <svg viewBox="0 0 76 100" className="absolute -inset-[5%] h-[110%] w-[110%] overflow-visible" fill="none" strokeWidth="2">
            <ellipse cx="38" cy="50" rx="36" ry="47.5" className="stroke-white/20" />
            <path
              d="M38 2.5A36 47.5 0 1 1 37.99 2.5"
              pathLength={100}
              strokeDasharray={`${left * 100} 200`}
              className="stroke-camera-green"
            />
          </svg>
        )}
      </div>
    </div>
  )
}

function useShareLeft(countdown: OvalProps['countdown']): number | null {
  const [now, setNow] = useState(0)
  useEffect(() => {
    if (!countdown) return undefined
    // In steps: gliding would paint the whole screen sixty times a second while a slow phone looks for the face.
    const timer = setInterval(() => setNow(performance.now()), 200)
    return () => clearInterval(timer)
  }, [countdown])
  if (!countdown) return null
  return Math.max(0, Math.min(1, 1 - (Math.max(now, countdown.from) - countdown.from) / countdown.lengthMs))
}
