'use client'
// The page behind the mailed link. The token stands behind the #, which browsers send to nobody: it is posted when the person presses.

import { useState } from 'react'
import { Link2Off } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { useBrowser } from '@/components/ui/use-browser'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { openSpace } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

export function OpenForm() {
  const t = useTranslations('space.open')
  const { busy, problem, run } = useAct()
  const [dead, setDead] = useState(false)
  const token = useBrowser(() => window.location.hash.slice(1), '')
  const open = async () => {
    if (await run(() => openSpace(token))) return window.location.replace('/space')
    setDead(true)
  }
  if (dead && problem?.code === 'NOT_FOUND') {
    return (
      <Message icon={Link2Off} tone="warn" title={t('deadTitle')} text={t('dead')}>
        <div className="mt-6">
          <ButtonLink wide href="/space/sign-in">
            {t('ask')}
          </ButtonLink>
        </div>
      </Message>
    )
  }
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <ProblemNotice problem={problem} />
      <div className="mt-2">
        <Button wide busy={busy} onClick={() => void open()}>
          {t('submit')}
        </Button>
      </div>
    </Column>
  )
}
