'use client'
// Lets another screen of the person go on: this one shows a code to be typed there, and then takes the two digits that stand there. Offered
// while such a screen is open.

import { useState } from 'react'
import { Monitor } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Notice } from '@/components/ui/notice'
import { Sheet } from '@/components/ui/sheet'
import { useJourney } from './journey-data'
import { ProblemNotice } from './problem-notice'

const DIGITS = 2

export function ContinueElsewhere() {
  const t = useTranslations('journey.continueElsewhere')
  const { view, act } = useJourney()
  const [open, setOpen] = useState(false)
  if (!(view.presence?.here && view.otherDevice)) return null
  const { offer } = view.presence
  const begin = () => {
    setOpen(true)
    if (offer === null) void act({ act: 'offer_elsewhere' })
  }
  return (
    // Above the main part of the page, so a landmark of its own.
    <aside aria-label={t('title')} className="mx-auto w-full max-w-[640px] px-1 pt-2">
      {cameraIsDone(view) ? (
        <div className="px-4 pt-3">
          <Notice tone="good" title={t('done.title')}>
            {t('done.text')}
            <Button kind="outline" size="small" className="mt-3" icon={<Monitor className="size-4" aria-hidden />} onClick={begin}>
              {t('done.open')}
            </Button>
          </Notice>
        </div>
      ) : (
        <Button kind="quiet" size="small" icon={<Monitor className="size-4" aria-hidden />} onClick={begin}>
          {t('open')}
        </Button>
      )}
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title={t('title')}
        description={t(offer?.joined ? 'joined' : 'text')}
        closeLabel={t('close')}
      >
        <div className="space-y-6 pt-2">
          {offer === null ? <NewCode /> : offer.joined ? <TypeNumber /> : <ShownCode code={offer.code} />}
        </div>
      </Sheet>
    </aside>
  )
}

/** The computer asked this phone for pictures, and they are made. */
function cameraIsDone({ otherDevice, place }: JourneyView): boolean {
  if (otherDevice?.kind !== 'desk') return false
  return place.at === 'waiting' ? place.for === 'checking' : place.at === 'step' && place.step === 'extracted_data'
}

function ShownCode({ code }: { code: string }) {
  const t = useTranslations('journey.continueElsewhere')
  return (
    <>
      <p
        className="font-mono text-4xl leading-none font-semibold tracking-widest"
        role="img"
        aria-label={t('code', { code: [...code].join(' ') })}
      >
        {code.slice(0, 4)} {code.slice(4)}
      </p>
      <p className="text-body text-soft" role="status">
        {t('waiting')}
      </p>
    </>
  )
}

/** They are typed once: another number ends the offer. */
function TypeNumber() {
  const t = useTranslations('journey.continueElsewhere')
  const { act, pending } = useJourney()
  const [number, setNumber] = useState('')
  const [asked, setAsked] = useState(false)
  const submit = async () => {
    setAsked(true)
    if (number.length === DIGITS) await act({ act: 'continue_elsewhere', number })
  }
  const error = asked && number.length < DIGITS ? t('missing') : undefined
  return (
    <>
      <CodeInput label={t('number')} hint={t('once')} boxes={DIGITS} value={number} onChange={setNumber} error={error} />
      <Button wide busy={pending === 'continue_elsewhere'} onClick={() => void submit()}>
        {t('submit')}
      </Button>
    </>
  )
}

/** The offer has ended, or is still being made. */
function NewCode() {
  const t = useTranslations('journey.continueElsewhere')
  const { act, pending } = useJourney()
  return (
    <>
      <ProblemNotice />
      <Button wide busy={pending === 'offer_elsewhere'} onClick={() => void act({ act: 'offer_elsewhere' })}>
        {t('anew')}
      </Button>
    </>
  )
}
