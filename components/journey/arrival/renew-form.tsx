'use client'
// Asks for a new link. The answer is the same for every link: mail goes only to an address on file, and nobody learns which exist.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions } from '@/components/ui/page/column'
import { Notice } from '@/components/ui/notice'

type State = 'idle' | 'sending' | 'sent' | 'limited' | 'failed'

/** `address`: what takes the wish, by the link or by the session of before. */
export function RenewForm({ address }: { address: string }) {
  const t = useTranslations('journey.oldLink')
  const [state, setState] = useState<State>('idle')
  const send = async () => {
    setState('sending')
    try {
      const response = await fetch(address, { method: 'POST', headers: { accept: 'application/json' } })
      setState(response.status === 429 ? 'limited' : response.status >= 500 ? 'failed' : 'sent')
    } catch {
      setState('failed')
    }
  }
  if (state === 'sent') {
    return (
      <div className="mt-7">
        <Notice tone="good" title={t('sentTitle')} focus>
          {t('sentText')}
        </Notice>
      </div>
    )
  }
  return (
    <Actions
      notice={
        state === 'failed' || state === 'limited' ? (
          <Notice tone="bad" focus>
            <span className="text-ink">{t(state)}</span>
          </Notice>
        ) : null
      }
      note={t('onlyOnFile')}
    >
      <Button busy={state === 'sending'} onClick={() => void send()}>
        {t('send')}
      </Button>
    </Actions>
  )
}
