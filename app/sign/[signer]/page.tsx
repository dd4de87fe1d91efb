// The journey of one signer: one page for all steps. Who may see it is decided by the cookie that its calls carry.

import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { Journey } from '@/components/journey/journey'
import { contextFor } from '@/lib/context'
import { sessionTokenOf } from '@/lib/http/journey/session'
import { whomToAskFrom } from '@/lib/operations/access/whom-to-ask'
import { Words } from '../../words'

export const metadata: Metadata = { title: 'Sign' }

export default async function SignPage({ params }: { params: Promise<{ signer: string }> }) {
  const { signer } = await params
  const sent = await headers()
  const context = await contextFor(sent.get('x-request-id') ?? undefined)
  const session = sessionTokenOf({ headers: sent }, signer, context.baseUrl)
  return (
    <Words of={['journey', 'pin', 'conversation', 'site']}>
      <Journey
        signer={signer}
        ask={session === undefined ? null : await whomToAskFrom(context, signer, session)}
        support={context.support}
      />
    </Words>
  )
}
