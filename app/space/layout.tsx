// The space: what a person signed, their certificates, and what is kept of them.

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { SpaceFrame } from '@/components/space/frame'
import { spaceVisitor } from '@/lib/http/space/page'
import { Words } from '../words'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space'))('title') }
}

const PAGES = {
  mailbox: [],
  documents: ['documents', 'account'],
  proven: ['documents', 'certificates', 'identity', 'account'],
} as const

export default async function SpaceLayout({ children }: { children: ReactNode }) {
  const visitor = await spaceVisitor()
  return (
    <Words of={['space', 'pin', 'site']}>
      <SpaceFrame test={visitor?.caller.mode === 'test'} pages={visitor ? PAGES[visitor.caller.level] : []} signedIn={visitor !== null}>
        {children}
      </SpaceFrame>
    </Words>
  )
}
