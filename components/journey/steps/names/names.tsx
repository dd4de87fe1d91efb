'use client'
// Place: which names stand in the certificate, and the phone that receives the codes.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CheckboxCard, RadioCard } from '@/components/ui/choice'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice } from '../../problem-notice'
import { PhoneProof, usePhoneProof } from './phone-proof'

export function Names() {
  const t = useTranslations('journey.names')
  const { view, act, pending } = useJourney()
  const offered = view.names
  const [spelling, setSpelling] = useState<'document' | 'own'>(offered?.ownSpelling ? 'own' : 'document')
  const [left, setLeft] = useState<readonly number[]>([])
  const [asked, setAsked] = useState(false)
  const phone = usePhoneProof(offered?.phone ?? null)
  if (offered === null) return null

  const given = offered.givenNames.filter((_, at) => !left.includes(at))
  const own = spelling === 'own' ? offered.ownSpelling : null
  // A signer who writes fewer names than the document prints has chosen already; ticking those of the document would change nothing.
  const paired = own === null || own.givenNames.length === offered.givenNames.length
  const selectable = paired && offered.givenNames.length > 1
  const shownGiven = own === null ? given : paired ? own.givenNames.filter((_, at) => !left.includes(at)) : own.givenNames
  const shownSurname = own?.surname ?? offered.surname
  const complaint = !asked ? null : shownGiven.length === 0 ? t('oneName') : phone.complaint === null ? null : t(phone.complaint)
  const submit = () => {
    setAsked(true)
    if (shownGiven.length === 0 || phone.complaint !== null) return
    void act({
      act: 'choose_names',
      givenNames: [...shownGiven],
      surname: shownSurname,
      spelling,
      phone: phone.number,
      code: phone.code,
    })
  }
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      {offered.ownSpelling !== null && (
        <fieldset className="mb-6">
          <legend className="mb-1 font-semibold">{t('spelling')}</legend>
          <p className="mb-3 text-body text-soft">{t('spellingWhy')}</p>
          <Stack>
            <RadioCard
              name="spelling"
              checked={spelling === 'own'}
              onChange={() => setSpelling('own')}
              title={<bdi>{[...offered.ownSpelling.givenNames, offered.ownSpelling.surname].join(' ')}</bdi>}
              text={t('spellingOwn')}
            />
            <RadioCard
              name="spelling"
              checked={spelling === 'document'}
              onChange={() => setSpelling('document')}
              title={<bdi>{[...offered.givenNames, offered.surname].join(' ')}</bdi>}
              text={t('spellingDocument')}
            />
          </Stack>
        </fieldset>
      )}
      {selectable && (
        <fieldset className="mb-6">
          <legend className="mb-3 font-semibold">{t('which')}</legend>
          <Stack>
            {offered.givenNames.map((name, at) => (
              <CheckboxCard
                key={at}
                title={<bdi>{(paired ? own?.givenNames[at] : undefined) ?? name}</bdi>}
                checked={!left.includes(at)}
                name={`given-${at}`}
                onChange={(event) => setLeft(event.target.checked ? left.filter((other) => other !== at) : [...left, at])}
              />
            ))}
          </Stack>
        </fieldset>
      )}
      <Card className="mb-6" tone="accent">
        <p className="text-small text-soft">{t('preview')}</p>
        <p className="mt-0.5 font-serif text-heading leading-snug font-medium break-words">
          <bdi>{[...shownGiven, shownSurname].join(' ')}</bdi>
        </p>
      </Card>
      <PhoneProof proof={phone} asked={asked} />
      <Actions
        notice={
          <MissingNotice missing={complaint}>
            <ProblemNotice except={['PHONE_INVALID', 'CODE_INVALID', 'RESEND_TOO_SOON']} />
          </MissingNotice>
        }
      >
        <Button onClick={submit} busy={pending === 'choose_names'}>
          {t('continue')}
        </Button>
      </Actions>
    </Column>
  )
}
