'use client'
// Leaving in the middle: says that it costs nothing and until when one may come back, and mails the link once more on wish.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import { useWhen } from '@/components/ui/when'
import { RenewForm } from './arrival/renew-form'
import { renewUrl } from './journey-client'
import { useJourney } from './journey-data'

export function LaterButton() {
  const t = useTranslations('journey.later')
  const { signer, view } = useJourney()
  const when = useWhen()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind="quiet" onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title={t('title')}
        description={t('text', { date: when.moment(view.expiresAt) })}
        closeLabel={t('close')}
      >
        <RenewForm address={renewUrl(signer)} />
      </Sheet>
    </>
  )
}
