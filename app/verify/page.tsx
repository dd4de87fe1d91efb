// Where anybody may have a signed file judged.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Shell } from '@/components/ui/page/shell'
import { Verify } from '@/components/verify/verify'
import { Words } from '../words'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('verify')
  return { title: t('title') }
}

export default function VerifyPage() {
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Words of={['verify', 'validation', 'changes', 'qualification']}>
        <Verify />
      </Words>
    </Shell>
  )
}
