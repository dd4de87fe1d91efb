'use client'
// A button that copies the block of code before it.

import { useState, type MouseEvent } from 'react'

export function CopyButton({ copy, copied }: { copy: string; copied: string }) {
  const [done, setDone] = useState(false)
  const put = ({ currentTarget }: MouseEvent<HTMLButtonElement>): void => {
    void navigator.clipboard.writeText(currentTarget.previousElementSibling?.textContent ?? '').then(() => {
      setDone(true)
      setTimeout(() => setDone(false), 2000)
    })
  }
  return (
    <button type="button" className="copy" onClick={put}>
      {done ? copied : copy}
    </button>
  )
}
