// Stands in for content that is loading, in the same shapes, so that nothing jumps when the content arrives.

import type { ReactNode } from 'react'

export function Skeleton({ className }: { className: string }) {
  return <div className={`rounded-md bg-line motion-safe:animate-pulse ${className}`} aria-hidden />
}

/** A whole column: heading, two lines and cards. `label` is what a screen reader hears. */
export function ColumnSkeleton({ label, children }: { label: string; children?: ReactNode }) {
  return (
    <div className="mx-auto w-full max-w-column px-5 py-8" role="status" aria-label={label}>
      <Skeleton className="h-8 w-3/4" />
      <Skeleton className="mt-4 h-4 w-full" />
      <Skeleton className="mt-2 h-4 w-2/3" />
      <Skeleton className="mt-8 h-24 w-full rounded-card" />
      <Skeleton className="mt-3 h-24 w-full rounded-card" />
      {children}
    </div>
  )
}
