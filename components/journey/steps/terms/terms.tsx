'use client'
// Place: the privacy policy and the terms of the signing service, each with its own box.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'
import { useTicks } from '../../consent/use-ticks'
import { TextCard } from '../../consent/text-card'

export function Terms() {
  const t = useTranslations('journey.terms')
  const { view, act, pending } = useJourney()
  const ticks = useTicks(view.texts.map((text) => text.id))
  const [asked, setAsked] = useState(false)
  const accept = () => {
    setAsked(true)
    if (ticks.ready) void act({ act: 'accept_terms', texts: view.texts.map((text) => text.sha256) })
  }
  return (
    <Column>
      <Heading lead={t('lead', { requester: view.requester.name })}>{t('title', { count: view.texts.length })}</Heading>
      <Stack>
        {view.texts.map((text) => (
          <TextCard
            key={text.id}
            text={text}
            label={t('accept', { title: text.title })}
            checked={ticks.has(text.id)}
            onChange={(on) => ticks.set(text.id, on)}
          />
        ))}
      </Stack>
      <Actions notice={<MissingNotice missing={asked && !ticks.ready ? t('missing') : null} />}>
        <Button onClick={accept} busy={pending === 'accept_terms'}>
          {t('continue')}
        </Button>
        <RefuseButton label={t('decline')} explanation={t('declineMeans')} />
      </Actions>
    </Column>
  )
}
