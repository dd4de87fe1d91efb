'use client'
// A form that scripts send. Until they run it takes nothing: the browser would send it by itself, and write its fields into the address.

import type { FormHTMLAttributes, ReactNode, RefObject } from 'react'
import { useBrowser } from './use-browser'

type Props = { send: () => void; children: ReactNode; ref?: RefObject<HTMLFormElement | null> }

export function Form({ send, id, ...rest }: Props & Omit<FormHTMLAttributes<HTMLFormElement>, 'onSubmit' | 'action' | 'method'>) {
  const running = useBrowser(() => true, false)
  return (
    <form
      {...rest}
      // Without it, a button that stands outside sends nothing.
      {...(running && id !== undefined ? { id } : {})}
      inert={!running}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    />
  )
}
