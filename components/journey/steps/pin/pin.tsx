'use client'
// Place: the name in the certificate, the phone for its codes, and its PIN: one page, whose button completes both steps.

import { useState } from 'react'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card, CardRow } from '@/components/ui/card'
import { Form } from '@/components/ui/form'
import { NewPin, useNewPin } from '@/components/ui/new-pin'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { useJourney } from '../../journey-data'
import { MissingNotice, ProblemNotice } from '../../problem-notice'
import { Names } from '../names/names'
import { useNameChoice } from '../names/name-choice'
import { PhoneProof, usePhoneProof } from '../names/phone-proof'

/** Said beside the field that they are about. */
const AT_FIELD = ['PIN_WEAK', 'PHONE_INVALID', 'CODE_INVALID', 'RESEND_TOO_SOON'] as const

export function Pin() {
  const t = useTranslations('journey.pin')
  const names = useTranslations('journey.names')
  const { view, act, pending, problem } = useJourney()
  // Null once names and phone are confirmed: then only the PIN is left.
  const offered = view.names
  const choice = useNameChoice(offered)
  const phone = usePhoneProof(offered?.phone ?? null)
  const pin = useNewPin()
  const [asked, setAsked] = useState(false)
  const complaint =
    offered === null
      ? null
      : choice.givenNames.length === 0 && offered.givenNames.length > 0
        ? names('oneName')
        : phone.complaint === null
          ? null
          : names(phone.complaint)

  const submit = async () => {
    setAsked(true)
    if (complaint !== null || !pin.isRight()) return
    const { givenNames, surname, spelling } = choice
    const chosen = { givenNames: [...givenNames], surname, spelling, phone: phone.number, code: phone.code }
    if (offered !== null && !(await act({ act: 'choose_names', ...chosen }))) return phone.setCode('')
    if (!(await act({ act: 'create_pin', pin: pin.pin }))) pin.typeAgain()
  }
  const isSent = offered === null || phone.sentHere
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <Form id="pin" className="space-y-6" send={() => void submit()} noValidate>
        {offered !== null && <Names choice={choice} />}
        {offered !== null && <PhoneProof proof={phone} asked={asked} onFull={pin.focus} />}
        {isSent && <NewPin pin={pin} label={t('pin')} refused={problem?.code === 'PIN_WEAK' ? problem.message : undefined} />}
      </Form>
      {isSent && (
        <Card className="mt-6">
          <CardRow icon={KeyRound} title={t('nobody.title')}>
            {t('nobody.text')}
          </CardRow>
        </Card>
      )}
      <Actions
        atEnd
        notice={
          <MissingNotice missing={asked ? complaint : null}>
            <ProblemNotice except={AT_FIELD} />
          </MissingNotice>
        }
      >
        {isSent ? (
          <Button type="submit" form="pin" busy={pending === 'create_pin' || pending === 'choose_names'}>
            {t('continue')}
          </Button>
        ) : (
          <Button busy={pending === 'send_phone_code'} disabled={!phone.sendable} onClick={() => void phone.send()}>
            {names('sendCode')}
          </Button>
        )}
      </Actions>
    </Column>
  )
}
