// The outbox of test mode: every mail and text message that went out, as it would look. In live mode it does not exist.

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { config } from '@/lib/config'
import { OutboxPage } from '@/components/console/outbox-page'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { Words } from '../words'

export const metadata: Metadata = { title: 'Outbox' }

export default async function Outbox() {
  if (config().mode !== 'test') notFound()
  const t = await getTranslations('status')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }} ribbon={<Ribbon>{t('test')}</Ribbon>}>
      <Words of={['outbox']}>
        <OutboxPage />
      </Words>
    </Shell>
  )
}
