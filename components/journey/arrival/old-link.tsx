// The page of a link that no longer works: replaced, used up, mistyped or erased. Names no cause, and offers a new link.

import { Unlink } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Message } from '@/components/ui/page/message'
import { Shell } from '@/components/ui/page/shell'
import { RenewForm } from './renew-form'

export function OldLink({ token }: { token: string }) {
  const t = useTranslations('journey.oldLink')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Message icon={Unlink} title={t('title')} text={t('text')}>
        <p className="mt-4 text-body text-soft">{t('code')}</p>
        <RenewForm address={`/s/${encodeURIComponent(token)}/renew`} />
      </Message>
    </Shell>
  )
}
