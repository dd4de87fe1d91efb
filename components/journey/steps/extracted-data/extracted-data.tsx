'use client'
// Place: what was read from the document, beside its picture, and where it differs from what the requester wrote.

import { useState } from 'react'
import { Check, CircleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { DOCUMENT_TYPES, type DocumentType } from '@/lib/domain/capture'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts, Tag } from '@/components/ui/card'
import { Sheet } from '@/components/ui/sheet'
import { Actions, Column, Heading } from '@/components/ui/page/column'
import { Notice } from '@/components/ui/notice'
import { useJourney } from '../../journey-data'
import { portraitUrl } from '../../journey-client'
import { ProblemNotice } from '../../problem-notice'
import { useWhen } from '@/components/ui/when'

type ReadField = NonNullable<JourneyView['reading']>['fields'][number]

export function ExtractedData() {
  const t = useTranslations('journey.extractedData')
  const { signer, view, act, pending } = useJourney()
  const [again, setAgain] = useState(false)
  const reading = view.reading
  if (reading === null) return null
  const differs = reading.fields.some((field) => field.verdict === 'differs')
  return (
    <Column wide>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <div className={reading.documentImage ? 'grid gap-4 md:grid-cols-[1fr_340px]' : ''}>
        {reading.documentImage && (
          <figure className="md:order-2">
            {/* oxlint-disable-next-line nextjs/no-img-element -- private, shown once, must not pass an optimizer's cache */}
            <img
              src={portraitUrl(signer, view.version)}
              alt={t('image')}
              className="w-full rounded-card border border-line bg-desk object-contain"
              width={680}
              height={429}
            />
          </figure>
        )}
        <div>
          <Card>
            <Facts>
              {reading.fields.map((field) => (
                <ReadFact key={field.field} field={field} />
              ))}
            </Facts>
          </Card>
          <div className="mt-3 flex flex-wrap gap-2">
            <Tag tone="good" icon={Check}>
              {t('documentChecked')}
            </Tag>
            <Tag tone="good" icon={Check}>
              {t('faceMatches')}
            </Tag>
          </div>
        </div>
      </div>
      {differs && (
        <div className="mt-4">
          <Notice tone="warn" title={t('differsTitle')}>
            {t('differsText', { requester: view.requester.name })}
          </Notice>
        </div>
      )}
      <Actions notice={<ProblemNotice />}>
        <Button onClick={() => void act({ act: 'confirm_extracted_data' })} busy={pending === 'confirm_extracted_data'}>
          {t('confirm')}
        </Button>
        <Button kind="quiet" onClick={() => setAgain(true)}>
          {t('notCorrect')}
        </Button>
      </Actions>
      <Sheet open={again} onOpenChange={setAgain} title={t('againTitle')} description={t('againText')} closeLabel={t('close')}>
        <div className="space-y-2 pt-3">
          <Button wide busy={pending === 'reject_extracted_data'} onClick={() => void act({ act: 'reject_extracted_data' })}>
            {t('again')}
          </Button>
          <Button kind="quiet" wide onClick={() => setAgain(false)}>
            {t('back')}
          </Button>
        </div>
      </Sheet>
    </Column>
  )
}

function ReadFact({ field }: { field: ReadField }) {
  const t = useTranslations('journey.extractedData')
  const when = useWhen()
  const named = (type?: DocumentType) => (type === undefined ? '' : t(`documentType.${type}`))
  const value = (raw: string) => {
    switch (field.field) {
      case 'date_of_birth':
      case 'document_expiry':
        return when.calendarDate(raw)
      case 'document_country':
      case 'nationality':
        return /^[A-Z]{2}$/.test(raw) ? when.country(raw) : raw
      case 'document_type':
        return named(DOCUMENT_TYPES.find((type) => type === raw))
      case 'sex':
        return raw === 'M' || raw === 'F' || raw === 'X' ? t(`sex.${raw}`) : raw
      case 'surname':
      case 'given_names':
      case 'document_number':
        return raw
    }
  }
  const differs = field.verdict === 'differs'
  const told =
    field.explanation ??
    (field.expected !== null && field.verdict !== 'same' && field.verdict !== 'not_compared'
      ? t('expected', { value: value(field.expected) })
      : null)
  return (
    <Fact
      label={t(`field.${field.field}`)}
      note={
        told === null ? null : (
          <span className={differs ? 'flex gap-1.5 text-warn' : ''}>
            {differs && <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />}
            <span>{told}</span>
          </span>
        )
      }
    >
      <bdi>{value(field.value)}</bdi>
    </Fact>
  )
}
