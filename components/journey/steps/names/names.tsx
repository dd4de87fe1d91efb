'use client'
// Which names stand in the certificate: as they will be, with the choice where it matters and on demand.

import { useState } from 'react'
import { PencilLine } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CheckboxCard, RadioCard } from '@/components/ui/choice'
import { Stack } from '@/components/ui/page/column'
import type { NameChoice } from './name-choice'

export function Names({ choice }: { choice: NameChoice }) {
  const t = useTranslations('journey.names')
  const { offered, ticks } = choice
  const [changes, setChanges] = useState(offered.choice)
  const changeable = offered.ownSpelling !== null || ticks !== null
  return (
    <section className="mb-6" aria-label={t('preview')}>
      {changes && offered.ownSpelling !== null && <Spelling choice={choice} />}
      {changes && ticks !== null && (
        <fieldset className="mb-6">
          <legend className="mb-3 font-semibold">{t('which')}</legend>
          <Stack>
            {ticks.map(({ name, stays, set }, at) => (
              <CheckboxCard
                key={at}
                title={<bdi>{name}</bdi>}
                checked={stays}
                name={`given-${at}`}
                onChange={(event) => set(event.target.checked)}
              />
            ))}
          </Stack>
        </fieldset>
      )}
      <Card tone="accent">
        <div className="flex items-center justify-between gap-3">
          <div className="min-w-0">
            <p className="text-small text-soft">{t('preview')}</p>
            <p className="mt-0.5 font-serif text-heading leading-snug font-medium break-words">
              <bdi>{[...choice.givenNames, choice.surname].join(' ')}</bdi>
            </p>
          </div>
          {changeable && !changes && (
            <Button kind="quiet" size="small" icon={<PencilLine className="size-4" aria-hidden />} onClick={() => setChanges(true)}>
              {t('change')}
            </Button>
          )}
        </div>
      </Card>
    </section>
  )
}

function Spelling({ choice: { offered, spelling, setSpelling } }: { choice: NameChoice }) {
  const t = useTranslations('journey.names')
  const { ownSpelling } = offered
  if (ownSpelling === null) return null
  return (
    <fieldset className="mb-6">
      <legend className="mb-1 font-semibold">{t('spelling')}</legend>
      <p className="mb-3 text-body text-soft">{t('spellingWhy')}</p>
      <Stack>
        <RadioCard
          name="spelling"
          checked={spelling === 'own'}
          onChange={() => setSpelling('own')}
          title={<bdi>{[...ownSpelling.givenNames, ownSpelling.surname].join(' ')}</bdi>}
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
  )
}
