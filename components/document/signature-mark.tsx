// Where the reader's signature will stand, drawn over the page; it is not part of the document.

import { PenLine } from 'lucide-react'
import type { Placed } from './page-geometry'

export function SignatureMark({ placed, label }: { placed: Placed; label: string }) {
  const percent = (share: number) => `${(share * 100).toFixed(3)}%`
  return (
    <div
      className="sheet-mark absolute z-10 grid place-items-center overflow-hidden rounded-lg p-1 text-center [container-type:size]"
      style={{ left: percent(placed.left), top: percent(placed.top), width: percent(placed.width), height: percent(placed.height) }}
      role="note"
      aria-label={label}
      id="signature-mark"
    >
      <span
        className="flex items-center justify-center gap-[0.5em] leading-tight font-medium"
        style={{ fontSize: 'clamp(7px, min(9cqw, 30cqh), 14px)' }}
        aria-hidden
      >
        <PenLine className="size-[1.25em] shrink-0" strokeWidth={1.75} />
        <span>{label}</span>
      </span>
    </div>
  )
}
