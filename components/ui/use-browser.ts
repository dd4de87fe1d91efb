'use client'
// Facts that only the browser knows (which one it is, whether it is online), read without a mismatch with what the server rendered.

import { useCallback, useSyncExternalStore } from 'react'

const never = () => () => undefined

/** `read` answers a plain value and must not change while the page stands, unless `events` of the window say so. */
export function useBrowser<T extends string | boolean | null>(read: () => T, onServer: T, events: readonly string[] = []): T {
  const names = events.join(' ')
  const subscribe = useCallback(
    (changed: () => void) => {
      for (const name of names.split(' ')) if (name !== '') addEventListener(name, changed)
      return () => {
        for (const name of names.split(' ')) if (name !== '') removeEventListener(name, changed)
      }
    },
    [names],
  )
  return useSyncExternalStore(names === '' ? never : subscribe, read, () => onServer)
}
