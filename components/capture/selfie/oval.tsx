'use client'
// The oval to hold the face in, with a ring around it that fills while a movement is held.

/** `held`: the movement is seen and has to be held for so long; 'done' once it was. */
export type Held = { lengthMs: number } | 'done' | null

/** `light`: the colour in which everything around the oval shines, if it does. */
type OvalProps = { good: boolean; held: Held; light: string | null }

export function Oval({ good, held, light }: OvalProps) {
  const filling = held !== null && held !== 'done'
  return (
    <div aria-hidden className="absolute inset-0 grid place-items-center overflow-hidden">
      <div className="relative aspect-[0.76] h-[86%]">
        <div
          className={`absolute inset-0 rounded-[50%] border-[3px] transition-colors motion-reduce:transition-none ${good ? 'border-camera-green/90' : 'border-white/60'}`}
          style={{ boxShadow: `0 0 0 9999px ${light ?? 'rgb(16 18 22 / 0.72)'}` }}
        />
        <svg viewBox="0 0 76 100" className="absolute -inset-[5%] h-[110%] w-[110%] overflow-visible" fill="none" strokeWidth="2.5">
          <path
            d="M38 2.5A36 47.5 0 1 1 37.99 2.5"
            pathLength={100}
            strokeDasharray="100 200"
            className="stroke-camera-green"
            style={{
              strokeDashoffset: held === null ? 100 : 0,
              // In steps: gliding would paint the whole screen sixty times a second while a slow phone looks for the face.
              transition: filling ? `stroke-dashoffset ${held.lengthMs}ms steps(8, end)` : 'none',
            }}
          />
        </svg>
      </div>
    </div>
  )
}
