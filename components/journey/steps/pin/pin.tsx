'use client'
// Place: a PIN of 4 to 8 digits, typed twice. The server refuses weak ones (it knows the phone and the dates too) and says why.

import { useState } from 'react'
import { Eye, EyeOff, KeyRound, Lock } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'

export function Pin() {
  const t = useTranslations('journey.pin')
  const { act, pending, problem } = useJourney()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [shown, setShown] = useState(false)
  const [asked, setAsked] = useState(false)
  const long = pin.length >= 4
  const pinError = asked && !long ? t('short') : problem?.code === 'PIN_WEAK' && !asked ? problem.message : undefined
  const againError = asked && long && again !== pin ? t('different') : undefined
  const submit = async () => {
    setAsked(true)
    if (!long || again !== pin) return
    if (await act({ act: 'create_pin', pin })) return
    setAsked(false)
    setAgain('')
  }
  const ToggleIcon = shown ? EyeOff : Eye
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <Form id="pin" className="space-y-6" send={() => void submit()} noValidate>
        <CodeInput
          label={t('pin')}
          hint={t('hint')}
          boxes={6}
          max={8}
          secret={shown ? false : 'new'}
          value={pin}
          error={pinError}
          onChange={(value) => {
            setPin(value)
            setAsked(false)
          }}
          aside={
            <button
              type="button"
              aria-pressed={shown}
              onClick={() => setShown(!shown)}
              className="-my-2.5 inline-flex min-h-11 items-center gap-1.5 rounded-lg px-1 font-medium text-accent"
            >
              <ToggleIcon className="size-4" aria-hidden />
              {shown ? t('hide') : t('show')}
            </button>
          }
        />
        <CodeInput
          label={t('again')}
          boxes={Math.max(6, pin.length)}
          max={8}
          secret={shown ? false : 'new'}
          value={again}
          onChange={setAgain}
          error={againError}
        />
      </Form>
      <Card className="mt-6">
        <div className="space-y-4">
          <CardRow icon={KeyRound} title={t('what.title')}>
            {t('what.text')}
          </CardRow>
          <CardRow icon={Lock} title={t('nobody.title')}>
            {t('nobody.text')}
          </CardRow>
        </div>
      </Card>
      <Actions notice={<ProblemNotice except={['PIN_WEAK']} />}>
        <Button type="submit" form="pin" busy={pending === 'create_pin'}>
          {t('continue')}
        </Button>
      </Actions>
    </Column>
  )
}
