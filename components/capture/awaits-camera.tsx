'use client'
// Until there is a picture: the browser asks whether the camera may be used, and its question is easily overlooked. Where the picture stays
// black, a button leads to what helps.
import { ArrowUp } from 'lucide-react'
import { useAfter } from '@/components/ui/use-after'
import { Hint } from './hint'

const BLACK_AFTER_MS = 8_000

export type AwaitsCameraText = { allow: string; allowWhy: string; stillBlack: string; blackHelp: string }

export function AwaitsCamera({ text, onBlack }: { text: AwaitsCameraText; onBlack: () => void }) {
  const isLong = useAfter(BLACK_AFTER_MS)
  return (
    <>
      <Hint icon={<ArrowUp aria-hidden size={20} />}>{text.allow}</Hint>
      <p className="max-w-sm text-body text-white/80">{text.allowWhy}</p>
      {isLong && (
        <p role="status" className="text-body text-white/80">
          {text.stillBlack}{' '}
          <button
            type="button"
            onClick={onBlack}
            className="min-h-11 rounded font-semibold text-white underline underline-offset-2 focus-visible:outline-white"
          >
            {text.blackHelp}
          </button>
        </p>
      )}
    </>
  )
}
