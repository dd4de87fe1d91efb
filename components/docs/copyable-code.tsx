'use client'
// Text of a guide, with a button at each block of code that copies it.

import { useEffect, useRef } from 'react'

export function CopyableCode({ html, copy, copied }: { html: string; copy: string; copied: string }) {
  const text = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const added = [...(text.current?.querySelectorAll('pre') ?? [])].map((block) => buttonFor(block, copy, copied))
    return () => added.forEach((button) => button.remove())
  }, [html, copy, copied])
  return <div ref={text} className="prose-docs mt-8" dangerouslySetInnerHTML={{ __html: html }} />
}

function buttonFor(block: HTMLPreElement, copy: string, copied: string): HTMLButtonElement {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = copy
  const say = (words: string) => {
    button.textContent = words
  }
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(block.textContent).then(() => {
      say(copied)
      setTimeout(() => say(copy), 2000)
    })
  })
  // The button stands beside the block, not in it, so that only the code is copied.
  block.after(button)
  return button
}
