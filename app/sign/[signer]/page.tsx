// The journey of one signer: one page for all steps. Who may see it is decided by the cookie that its calls carry.

import type { Metadata } from 'next'
import { Journey } from '@/components/journey/journey'
import { Words } from '../../words'

export const metadata: Metadata = { title: 'Sign' }

export default async function SignPage({ params }: { params: Promise<{ signer: string }> }) {
  const { signer } = await params
  return (
    <Words of={['journey', 'pin', 'conversation']}>
      <Journey signer={signer} />
    </Words>
  )
}
