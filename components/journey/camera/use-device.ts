'use client'
// Whether this is a phone or a desk, as far as the choice of a camera is concerned; null until the browser has said.

import { useBrowser } from '@/components/ui/use-browser'

export type Device = 'phone' | 'desk'

const read = (): Device => (matchMedia('(pointer: coarse)').matches && navigator.maxTouchPoints > 0 ? 'phone' : 'desk')

export function useDevice(): Device | null {
  return useBrowser<Device | null>(read, null)
}
