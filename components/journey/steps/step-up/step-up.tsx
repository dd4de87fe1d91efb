'use client'
// Place: the check of the chosen identity is too old for this organisation, so its holder makes a selfie. Before it, and after one that failed,
// this page says why, and what else can be done.

import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { SelfieStage } from '../selfie/selfie'
import { Asked } from './asked'

type Shown = NonNullable<JourneyView['stepUp']>

export function StepUp() {
  const { stepUp } = useJourney().view
  if (stepUp === null || stepUp.state === 'making') return <SelfieStage />
  return <Beside stepUp={stepUp} />
}

function Beside({ stepUp }: { stepUp: Shown }) {
  const t = useTranslations('journey.stepUp')
  const { view, act, pending } = useJourney()
  const { state, failure, triesLeft } = stepUp
  const requester = view.requester.name
  const lead = state === 'not_kept' ? t('notKept') : state === 'no_tries_left' ? t('noTriesLeft', { requester }) : <Asked stepUp={stepUp} />
  const busy = pending !== null
  const anew = (
    <Button
      kind={state === 'possible' ? 'quiet' : 'primary'}
      busy={pending === 'choose_saved_identity'}
      disabled={busy}
      onClick={() => void act({ act: 'choose_saved_identity', credential: null })}
    >
      {t('anew')}
    </Button>
  )
  return (
    <Column>
      <Heading lead={lead}>{t('title')}</Heading>
      {failure !== null && (
        <Notice tone="warn" title={t('failed')}>
          {/* Nobody is accused: a face may differ for many reasons. */}
          <p>{OF_FACE.has(failure.code) ? t('face') : `${failure.message} ${failure.advice}`}</p>
          {triesLeft > 0 && <p className="mt-2">{t('triesLeft', { count: triesLeft })}</p>}
        </Notice>
      )}
      <Actions atEnd notice={<ProblemNotice />}>
        {state === 'possible' && (
          <Button busy={pending === 'start_step_up'} disabled={busy} onClick={() => void act({ act: 'start_step_up' })}>
            {t(failure === null ? 'start' : 'retry')}
          </Button>
        )}
        {anew}
      </Actions>
    </Column>
  )
}

/** Reasons whose words speak of a document, which is not shown here. */
const OF_FACE: ReadonlySet<string> = new Set(['FACE_MISMATCH', 'FACE_UNCERTAIN', 'FACE_DIFFERENT'])
