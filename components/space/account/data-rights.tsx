'use client'
// Download of all data, and erasure with the list of what stays.

import { useState } from 'react'
import { CircleCheck, Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Column, Heading } from '@/components/ui/page/column'
import { Message } from '@/components/ui/page/message'
import { EXPORT_URL, postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'
import { StayingList, type StayingItem } from './staying-list'

export function DataRights({ stays }: { stays: readonly StayingItem[] }) {
  const t = useTranslations('space')
  const { busy, problem, run } = useAct()
  const [word, setWord] = useState('')
  const [wrong, setWrong] = useState(false)
  const [done, setDone] = useState(false)
  const erase = async () => {
    setWrong(word.trim() !== t('data.word'))
    if (word.trim() === t('data.word') && (await run(() => postSpaceAct({ act: 'erase' })))) setDone(true)
  }
  if (done) {
    return (
      <Message icon={CircleCheck} tone="good" title={t('data.erasedTitle')} text={t('data.erased')}>
        <div className="mt-6 pb-10">
          <StayingList stays={stays} />
        </div>
      </Message>
    )
  }
  return (
    <Column>
      <Heading>{t('data.title')}</Heading>
      <div className="space-y-4 pb-10">
        <Card>
          <h2 className="font-semibold">{t('data.exportTitle')}</h2>
          <p className="mt-1 mb-3 text-soft">{t('data.exportText')}</p>
          <ButtonLink kind="outline" size="small" href={EXPORT_URL} icon={<Download className="size-4" aria-hidden />}>
            {t('data.export')}
          </ButtonLink>
        </Card>
        <Card>
          <h2 className="font-semibold">{t('data.eraseTitle')}</h2>
          <p className="mt-1 mb-4 text-soft">{t('data.eraseText')}</p>
          <StayingList stays={stays} />
          <Form send={() => void erase()} className="mt-5 space-y-4">
            <Field
              label={t('data.field')}
              hint={t('data.sign', { word: t('data.word') })}
              name="confirmation"
              autoComplete="off"
              maxLength={20}
              value={word}
              onChange={(event) => setWord(event.target.value)}
              {...(wrong ? { error: t('data.notWord', { word: t('data.word') }) } : {})}
            />
            <ProblemNotice problem={problem} />
            <Button type="submit" kind="danger" wide busy={busy}>
              {t('data.erase')}
            </Button>
          </Form>
        </Card>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/account">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
