// The shape of a sheet of paper, shown while the document is loading.

import { Skeleton } from '@/components/ui/skeleton'

export function PageSkeleton() {
  return (
    <div className="mx-auto w-full max-w-[760px] px-4 py-6">
      <Skeleton className="aspect-[1/1.414] w-full rounded-sheet" />
    </div>
  )
}
