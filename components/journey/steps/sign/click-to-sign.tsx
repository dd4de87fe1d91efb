'use client'
// A simple signature: two statements, each with its own unticked box, and the click. An act without an answer is sent again.

import { useState } from 'react'
import { PenLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { TextsToAccept } from '../../consent/text-card'
import { useTicks } from '../../consent/use-ticks'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice, RetryingNotice } from '../../problem-notice'
import { RefuseButton } from '../../refuse'
import { DocumentsToSign } from './signed-documents'

export function ClickToSign() {
  const t = useTranslations('journey.sign')
  const say = useTranslations('journey.review')
  const { view, act, pending } = useJourney()
  const ticks = useTicks(view.texts.map(({ id }) => id))
  const [asked, setAsked] = useState(false)
  const labels = { 'signing-intent': t('click.intent'), 'electronic-consent': t('click.consent') }
  const sign = () => {
    setAsked(true)
    if (ticks.ready) void act({ act: 'sign_by_click', texts: view.texts.map(({ sha256 }) => sha256) })
  }
  return (
    <Column>
      <Heading lead={t('click.lead')}>{t('title', { count: view.documents.length })}</Heading>
      <Stack>
        <DocumentsToSign />
        <TextsToAccept texts={view.texts} ticks={ticks} labels={labels} />
      </Stack>
      <Actions
        atEnd
        notice={
          <MissingNotice missing={asked && !ticks.ready ? t('click.missing') : null}>
            <ProblemNotice />
            <RetryingNotice />
          </MissingNotice>
        }
      >
        <Button icon={<PenLine className="size-5" strokeWidth={1.75} aria-hidden />} busy={pending === 'sign_by_click'} onClick={sign}>
          {pending === 'sign_by_click' ? t('signing') : t('sign')}
        </Button>
        <RefuseButton label={say('refuse')} />
      </Actions>
    </Column>
  )
}
