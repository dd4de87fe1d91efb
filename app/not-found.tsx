// The page of an address that does not exist: mistyped or removed.

import { Compass } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/components/ui/button'
import { Actions } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'

export default async function NotFound() {
  const t = await getTranslations('site.notFound')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Message icon={Compass} title={t('title')} text={t('text')}>
        <Actions>
          <ButtonLink kind="outline" href="/">
            {t('home')}
          </ButtonLink>
        </Actions>
      </Message>
    </Shell>
  )
}
