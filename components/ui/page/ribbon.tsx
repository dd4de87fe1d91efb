// The ribbon that says that signatures made here are tests, not qualified.

import { FlaskConical } from 'lucide-react'
import type { ReactNode } from 'react'

export function Ribbon({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 bg-warn-wash px-5 py-1.5 text-small font-medium text-warn">
      <FlaskConical className="size-3.5 shrink-0" strokeWidth={2} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
