'use client'
// The wait for the server: what is being done, and after five seconds that all is well.
import { LoaderCircle } from 'lucide-react'
import { useAfter } from '@/components/ui/use-after'
import { Hint } from './hint'

const CALM_AFTER_MS = 5_000

export function Waiting({ doing, calm }: { doing: string; calm: string }) {
  const long = useAfter(CALM_AFTER_MS)
  return (
    <>
      <Hint icon={<LoaderCircle aria-hidden size={20} className="animate-spin motion-reduce:animate-none" />}>{doing}</Hint>
      <p role="status" className="max-w-sm text-body text-white/80">
        {long ? calm : ''}
      </p>
    </>
  )
}
