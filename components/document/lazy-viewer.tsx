'use client'
// The viewer, loaded in the browser only: pdf.js needs a canvas and a worker, and weighs too much for pages that show no document.

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

export const LazyViewer = dynamic(() => import('./viewer').then((module) => module.Viewer), { ssr: false, loading: () => <PageSkeleton /> })

export function PageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-[760px] px-4 py-6">
      <Skeleton className="aspect-[1/1.414] w-full rounded-sheet" />
    </div>
  )
}
