'use client'
// Ways for those who cannot move as asked, or want no software to compare their face.

import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'
import { ACCOMMODATIONS, type Accommodation } from '@/lib/domain/capture'
import { useJourney } from '../../journey-data'

export function OtherWay({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const t = useTranslations('journey.selfie.other')
  const { view } = useJourney()
  const requester = view.requester.name
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title={t('title')} description={t('text')} closeLabel={t('close')}>
      <ul className="list-disc space-y-2 pt-2 pl-5">
        <li>{t('small')}</li>
        <li>{t('helper')}</li>
        <li>{t('ask', { requester, reference: view.requestId })}</li>
      </ul>
      <div className="mt-6 space-y-3">
        {view.stepUp === null ? <OfCheck onChosen={() => onOpenChange(false)} /> : <OfStepUp onChosen={() => onOpenChange(false)} />}
        <Button wide onClick={() => onOpenChange(false)}>
          {t('back')}
        </Button>
      </div>
    </Sheet>
  )
}

function OfCheck({ onChosen }: { onChosen: () => void }) {
  const t = useTranslations('journey.selfie.other.choose')
  const { view } = useJourney()
  const choose = useChoice(onChosen)
  if (view.verification?.comparable === false) return null
  return ACCOMMODATIONS.map((accommodation) => (
    <Way key={accommodation} title={t(`${accommodation}.title`)} text={t(`${accommodation}.text`)} onClick={() => choose(accommodation)} />
  ))
}

/** No picture is kept with which a person could compare: whoever wants no software has their identity checked anew. */
function OfStepUp({ onChosen }: { onChosen: () => void }) {
  const t = useTranslations('journey')
  const { act } = useJourney()
  const choose = useChoice(onChosen)
  return (
    <>
      <Way title={t('selfie.other.choose.no_movement.title')} text={t('stepUp.still')} onClick={() => choose('no_movement')} />
      <Way
        title={t('stepUp.anew')}
        text={t('stepUp.anewText')}
        onClick={() => void act({ act: 'choose_saved_identity', credential: null })}
      />
    </>
  )
}

function useChoice(onChosen: () => void): (accommodation: Accommodation) => void {
  const { act } = useJourney()
  return (accommodation) => void act({ act: 'choose_accommodation', accommodation }).then((done) => (done ? onChosen() : undefined))
}

function Way({ title, text, onClick }: { title: string; text: string; onClick: () => void }) {
  const { pending } = useJourney()
  return (
    <div>
      <Button wide kind="outline" busy={pending === 'choose_accommodation'} onClick={onClick}>
        {title}
      </Button>
      <p className="mt-1.5 text-sm text-soft">{text}</p>
    </div>
  )
}
