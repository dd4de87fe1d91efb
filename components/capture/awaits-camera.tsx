'use client'
// Until there is a picture: the browser asks whether the camera may be used, and its question is easily overlooked.
import { ArrowUp } from 'lucide-react'
import { Hint } from './hint'

export function AwaitsCamera({ text: { allow, allowWhy } }: { text: { allow: string; allowWhy: string } }) {
  return (
    <>
      <Hint icon={<ArrowUp aria-hidden size={20} />}>{allow}</Hint>
      <p className="max-w-sm text-body text-white/80">{allowWhy}</p>
    </>
  )
}
