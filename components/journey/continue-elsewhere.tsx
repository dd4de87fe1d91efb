'use client'
// Lets another screen of the person go on, by the number that it shows: offered while such a screen is open.

import { useState } from 'react'
import { Monitor } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Sheet } from '@/components/ui/sheet'
import { useJourney } from './journey-data'

const DIGITS = 2

export function ContinueElsewhere() {
  const t = useTranslations('journey.continueElsewhere')
  const { view, act, pending, problem } = useJourney()
  const [open, setOpen] = useState(false)
  const [number, setNumber] = useState('')
  const [asked, setAsked] = useState(false)
  if (!(view.presence?.here && view.otherDevice)) return null
  const submit = async () => {
    setAsked(true)
    if (number.length === DIGITS && (await act({ act: 'continue_elsewhere', number }))) setOpen(false)
  }
  const error = asked && number.length < DIGITS ? t('missing') : problem?.code === 'SCREEN_NUMBER_WRONG' ? problem.message : undefined
  return (
    <div className="mx-auto w-full max-w-[640px] px-1 pt-2">
      <Button kind="quiet" size="small" icon={<Monitor className="size-4" aria-hidden />} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title={t('title')} description={t('text')} closeLabel={t('close')}>
        <div className="space-y-6 pt-2">
          <CodeInput label={t('number')} boxes={DIGITS} max={DIGITS} value={number} onChange={setNumber} error={error} />
          <Button wide busy={pending === 'continue_elsewhere'} onClick={() => void submit()}>
            {t('submit')}
          </Button>
        </div>
      </Sheet>
    </div>
  )
}
