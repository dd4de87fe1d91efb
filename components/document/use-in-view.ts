'use client'
// Tells which page is in the middle of the window, and when the end of something has come into view above the bar at the bottom.

import { useEffect, type RefObject } from 'react'
import { coveredBelow, isInSight, wasInSight, watch } from './in-sight'

/** `onInView` is called with the number of the page when most of it is in view. */
export function useInView(page: RefObject<HTMLElement | null>, number: number, onInView: (number: number) => void): void {
  useEffect(() => {
    if (page.current === null) return undefined
    return watch(
      page.current,
      (changes) => {
        if (isInSight(changes)) onInView(number)
      },
      '-45% 0px -45% 0px',
    )
  }, [page, number, onInView])
}

/** Watches only while there is something to see: `shown`. */
export function useEndSeen(end: RefObject<HTMLElement | null>, shown: boolean, onSeen: () => void): void {
  useEffect(() => {
    if (end.current === null || !shown) return undefined
    return watch(
      end.current,
      (changes) => {
        if (wasInSight(changes)) onSeen()
      },
      `0px 0px -${coveredBelow()}px 0px`,
    )
  }, [end, shown, onSeen])
}
