'use client'
// Place: the terms, and whether the details are right. Both are one page: the terms are accepted first, and what was pressed follows.

import { useState } from 'react'
import { History, PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { TextsToAccept } from '../../consent/text-card'
import { useTicks } from '../../consent/use-ticks'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice } from '../../problem-notice'
import { ToRead } from '../../read/to-read'
import { RefuseButton } from '../../refuse'
import { CorrectDetails } from './correct-details'
import { DetailsCard } from './details-card'
import { LostNotice } from './lost-notice'
import { UseCertificate } from './use-certificate'

type Wish = 'right' | 'wrong' | 'before'

export function Details() {
  const { view } = useJourney()
  const [wish, setWish] = useState<Wish>('right')
  const back = () => setWish('right')
  const isAtDetails = view.place.at === 'step' && view.place.step === 'details'
  if (isAtDetails && wish === 'wrong') return <CorrectDetails onBack={back} />
  if (isAtDetails && wish === 'before' && view.lost === null) return <UseCertificate onBack={back} />
  return <TermsAndDetails onWish={setWish} justLost={isAtDetails && wish === 'before'} />
}

/** `justLost`: the person meant to use a certificate that they can sign with no more. */
function TermsAndDetails({ onWish, justLost }: { onWish: (wish: Wish) => void; justLost: boolean }) {
  const t = useTranslations('journey.terms')
  const say = useTranslations('journey.details')
  const { view, act, pending } = useJourney()
  const ticks = useTicks(view.texts.flatMap(({ id, notice }) => (notice ? [] : [id])))
  const [asked, setAsked] = useState(false)
  // After starting over the details may be confirmed already.
  const isAsked = view.itinerary.some(({ step, done }) => step === 'details' && !done)
  const requester = view.requester.name

  const goOn = async (wish: Wish) => {
    setAsked(true)
    if (!ticks.ready) return
    onWish(wish)
    if (view.texts.length > 0 && !(await act({ act: 'accept_terms', texts: view.texts.map((text) => text.sha256) }))) return
    if (isAsked && wish === 'right') await act({ act: 'confirm_details' })
  }
  return (
    <Column>
      <Heading lead={isAsked ? say(view.signedBy === 'key' ? 'lead' : 'leadSimple', { requester }) : t('lead')}>
        {isAsked ? say('title') : t('title')}
      </Heading>
      {isAsked && (
        <>
          <LostNotice focus={justLost} />
          <DetailsCard />
          <div className="mt-1 -ml-4 flex flex-wrap">
            <Button
              kind="quiet"
              size="small"
              icon={<PencilLine className="size-4" aria-hidden />}
              disabled={pending !== null}
              onClick={() => void goOn('wrong')}
            >
              {say('wrong')}
            </Button>
            {view.signedBy === 'key' && view.lost === null && (
              <Button
                kind="quiet"
                size="small"
                icon={<History className="size-4" aria-hidden />}
                disabled={pending !== null}
                onClick={() => void goOn('before')}
              >
                {say('signedBefore')}
              </Button>
            )}
          </div>
        </>
      )}
      {view.texts.length > 0 && (
        <div className="mt-4">
          <TextsToAccept texts={view.texts} ticks={ticks} />
        </div>
      )}
      <ToRead />
      {view.texts.length > 0 && (
        <div className="mt-2 -ml-5">
          <RefuseButton label={t('decline')} explanation={t('declineMeans')} />
        </div>
      )}
      <Actions
        atEnd={view.texts.length > 0}
        notice={
          <MissingNotice missing={asked && !ticks.ready ? t('missing') : null}>
            <ProblemNotice />
          </MissingNotice>
        }
      >
        <Button onClick={() => void goOn('right')} busy={pending === 'accept_terms' || pending === 'confirm_details'}>
          {isAsked ? say('right') : t('continue')}
        </Button>
      </Actions>
    </Column>
  )
}
