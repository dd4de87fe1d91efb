// The shareable status page of a request: anybody who holds the link may look, never act.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { contextFor } from '@/lib/context'
import { statusByToken } from '@/lib/operations/status/request-status'
import { Problem } from '@/lib/domain/problem'
import { StatusPage } from '@/components/console/status-page'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { Words } from '../../words'

export const metadata: Metadata = { title: 'Status' }

export default async function SharedStatus({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const t = await getTranslations('status')
  const head = await headOf(token)
  return (
    <Shell brand={head.requester} {...(head.qualified ? {} : { ribbon: <Ribbon>{t('test')}</Ribbon> })}>
      <Words of={['status']}>
        <StatusPage address={`/api/status/${encodeURIComponent(token)}`} />
      </Words>
    </Shell>
  )
}

/** The requester's brand; for a wrong link our own, and the page below says so. */
async function headOf(token: string): Promise<{ requester: { name: string; colour: string | null }; qualified: boolean }> {
  try {
    const { requester, qualified } = await statusByToken(await contextFor(), token)
    return { requester: { name: requester.name, colour: requester.color }, qualified }
  } catch (error) {
    if (error instanceof Problem) return { requester: { name: 'QSignHub', colour: null }, qualified: true }
    throw error
  }
}
