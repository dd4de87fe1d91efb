'use client'
// What is wrong of the details, corrected by the person themselves.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice } from '../../problem-notice'

export function CorrectDetails({ onBack }: { onBack: () => void }) {
  const t = useTranslations('journey.details')
  const { view, act, pending, problem } = useJourney()
  const { signer } = view
  const [asked, setAsked] = useState(false)
  const [name, setName] = useState(signer.name)
  const [email, setEmail] = useState(signer.email ?? '')
  const [phone, setPhone] = useState('')

  const change = {
    ...(name.trim() === signer.name ? {} : { name: name.trim() }),
    ...(phone.trim() === '' ? {} : { phone: phone.trim() }),
    ...(email.trim() === (signer.email ?? '') ? {} : { email: email.trim() }),
  }
  const changed = Object.keys(change).length > 0
  const submit = () => {
    setAsked(true)
    if (changed && name.trim() !== '') void act({ act: 'correct_details', ...change })
  }
  return (
    <Column>
      <Heading lead={t('correctLead')}>{t('correctTitle')}</Heading>
      <Form id="details" className="space-y-5" send={submit} noValidate>
        <Field
          label={t('nameNew')}
          hint={t(view.signedBy === 'key' ? 'nameHint' : 'nameHintSimple')}
          value={name}
          maxLength={100}
          autoComplete="name"
          onChange={(event) => setName(event.target.value)}
          error={asked && name.trim() === '' ? t('nameMissing') : undefined}
        />
        <Field
          label={t('emailNew')}
          value={email}
          type="email"
          inputMode="email"
          autoComplete="email"
          maxLength={254}
          onChange={(event) => setEmail(event.target.value)}
        />
        {view.signedBy === 'key' && (
          <Field
            label={t('phoneNew')}
            hint={signer.phoneMasked === null ? t('phoneHint') : t('keepHint', { now: signer.phoneMasked })}
            value={phone}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            maxLength={30}
            placeholder="+48 500 123 456"
            onChange={(event) => setPhone(event.target.value)}
            error={problem?.code === 'PHONE_INVALID' ? problem.message : undefined}
          />
        )}
        <Notice>{t('correctionMeans', { requester: view.requester.name })}</Notice>
      </Form>
      <Actions
        atEnd
        notice={
          <MissingNotice missing={asked && !changed ? t('nothingChanged') : null}>
            <ProblemNotice except={['PHONE_INVALID']} />
          </MissingNotice>
        }
      >
        <Button type="submit" form="details" busy={pending === 'correct_details'}>
          {t('saveCorrection')}
        </Button>
        <Button kind="quiet" onClick={onBack}>
          {t('back')}
        </Button>
      </Actions>
    </Column>
  )
}
