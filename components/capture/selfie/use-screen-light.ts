// The colour in which the screen shines on the face right now: the server's order, kept to by the clock of the frames.
import { useEffect, useState } from 'react'
import { SCREEN_LIGHT_MS, SCREEN_LIGHTS } from '@/lib/domain/capture'
import type { SelfieMoment } from './run-challenges'

/** A colour of CSS; null where the screen does not shine. */
export function useScreenLight(moment: SelfieMoment | null): string | null {
  const lit = moment?.at === 'doing' || moment?.at === 'returning' ? moment : null
  const lights = lit?.challenge.lights
  const shownAt = lit?.shownAt ?? 0
  const [place, setPlace] = useState(0)
  useEffect(() => {
    if (!lights) return undefined
    let timer: ReturnType<typeof setTimeout>
    // Each change is planned from the beginning, so that a late one makes no other late.
    const follow = () => {
      const now = Math.max(0, Math.floor((performance.now() - shownAt) / SCREEN_LIGHT_MS))
      setPlace(now)
      timer = setTimeout(follow, shownAt + (now + 1) * SCREEN_LIGHT_MS - performance.now())
    }
    follow()
    return () => clearTimeout(timer)
  }, [lights, shownAt])
  if (!lights) return null
  const light = lights[Math.min(place, lights.length - 1)]
  return light ? `rgb(${SCREEN_LIGHTS[light].join(' ')})` : null
}
