'use client'
// Place: are these details yours and right? Confirm, or correct them here.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { RadioCard } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice } from '../../problem-notice'
import { UseCertificate } from './use-certificate'

type Answer = 'right' | 'wrong' | null

export function Details() {
  const t = useTranslations('journey.details')
  const { view, act, pending, problem } = useJourney()
  const [answer, setAnswer] = useState<Answer>(null)
  const [asked, setAsked] = useState(false)
  const [name, setName] = useState(view.signer.name)
  const [email, setEmail] = useState('')
  const [phone, setPhone] = useState('')

  const changed = name.trim() !== view.signer.name || email.trim() !== '' || phone.trim() !== ''
  const submit = () => {
    setAsked(true)
    if (answer === 'right') void act({ act: 'confirm_details' })
    if (answer === 'wrong' && changed && name.trim() !== '') {
      void act({
        act: 'correct_details',
        ...(name.trim() === view.signer.name ? {} : { name: name.trim() }),
        ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
        ...(email.trim() === '' ? {} : { email: email.trim() }),
      })
    }
  }
  const complaint = !asked ? null : answer === null ? t('choose') : answer === 'wrong' && !changed ? t('nothingChanged') : null
  return (
    <Column>
      <Heading lead={t('lead', { requester: view.requester.name })}>{t('title')}</Heading>
      <Card>
        <Facts>
          <Fact label={t('name')}>
            <bdi>{view.signer.name}</bdi>
          </Fact>
          <Fact label={t('email')}>{view.signer.emailMasked}</Fact>
          <Fact label={t('phone')} note={view.signer.phoneMasked === null ? t('phoneLater') : null}>
            {view.signer.phoneMasked ?? t('none')}
          </Fact>
        </Facts>
      </Card>
      <fieldset className="mt-6">
        <legend className="mb-3 font-semibold">{t('question')}</legend>
        <Stack>
          <RadioCard name="details" title={t('right')} checked={answer === 'right'} onChange={() => setAnswer('right')} />
          <RadioCard
            name="details"
            title={t('wrong')}
            text={t('wrongText')}
            checked={answer === 'wrong'}
            onChange={() => setAnswer('wrong')}
          />
        </Stack>
      </fieldset>
      {answer === 'wrong' && (
        <div className="mt-6 space-y-5">
          <Field
            label={t('nameNew')}
            hint={t('nameHint')}
            value={name}
            maxLength={100}
            autoComplete="name"
            onChange={(event) => setName(event.target.value)}
            error={asked && name.trim() === '' ? t('nameMissing') : undefined}
          />
          <Field
            label={t('emailNew')}
            hint={t('keepHint', { now: view.signer.emailMasked })}
            value={email}
            type="email"
            inputMode="email"
            autoComplete="email"
            maxLength={254}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Field
            label={t('phoneNew')}
            hint={view.signer.phoneMasked === null ? t('phoneHint') : t('keepHint', { now: view.signer.phoneMasked })}
            value={phone}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={30}
            placeholder="+48 500 123 456"
            onChange={(event) => setPhone(event.target.value)}
            error={problem?.code === 'PHONE_INVALID' ? problem.message : undefined}
          />
          <Notice>{t('correctionMeans', { requester: view.requester.name })}</Notice>
        </div>
      )}
      {answer !== 'wrong' && <UseCertificate />}
      <Actions
        notice={
          <MissingNotice missing={complaint}>
            <ProblemNotice except={['PHONE_INVALID', 'CODE_INVALID', 'RESEND_TOO_SOON']} />
          </MissingNotice>
        }
      >
        <Button onClick={submit} busy={pending === 'confirm_details' || pending === 'correct_details'}>
          {answer === 'wrong' ? t('saveCorrection') : t('continue')}
        </Button>
      </Actions>
    </Column>
  )
}
