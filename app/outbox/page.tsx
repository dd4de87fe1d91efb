// The outbox of test mode: the mails and text messages that went out, as they would look, for whoever may read them. In live mode it does not exist.

import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { config } from '@/lib/config'
import { contextFor } from '@/lib/context'
import { readableMessages } from '@/lib/http/console/readable-messages'
import { SIGN_IN_PAGE } from '@/lib/http/console/session'
import { OutboxPage } from '@/components/console/outbox-page'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { Words } from '../words'

export const metadata: Metadata = { title: 'Outbox' }

export default async function Outbox() {
  if (config().mode !== 'test') notFound()
  if ((await readableMessages(await contextFor(), await headers())) === null) redirect(`${SIGN_IN_PAGE}?to=/outbox`)
  const t = await getTranslations('status')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }} ribbon={<Ribbon>{t('test')}</Ribbon>}>
      <Words of={['outbox']}>
        <OutboxPage />
      </Words>
    </Shell>
  )
}
