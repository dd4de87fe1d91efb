'use client'
// TEST ONLY: the sandbox's documents in place of a camera, so that a developer without one comes through. Never shown in live mode.

import { useState } from 'react'
import { FlaskConical } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { TEST_DOCUMENTS, type TestDocumentNumber } from '@/lib/domain/capture'
import { useJourney } from '../../journey-data'

export function TestDocument() {
  const t = useTranslations('journey.testDocument')
  const { act, pending, view } = useJourney()
  const [number, setNumber] = useState<TestDocumentNumber>(TEST_DOCUMENTS[0])
  if (view.mode !== 'test') return null
  return (
    <section data-test-only aria-labelledby="test-document" className="mt-6 rounded-card border-2 border-dashed border-edge p-4">
      <h2 id="test-document" className="flex items-center gap-2 text-body font-semibold">
        <FlaskConical className="size-5 shrink-0" aria-hidden />
        {t('title')}
      </h2>
      <p className="mt-1.5 mb-4 text-sm text-soft">{t('text')}</p>
      <Select
        label={t('number')}
        value={number}
        onChange={(event) => setNumber(TEST_DOCUMENTS.find((one) => one === event.target.value) ?? TEST_DOCUMENTS[0])}
      >
        {TEST_DOCUMENTS.map((one) => (
          <option key={one} value={one}>
            {t(`documents.${one}`)}
          </option>
        ))}
      </Select>
      <div className="mt-4">
        <Button
          kind="outline"
          busy={pending === 'use_test_document'}
          onClick={() => void act({ act: 'use_test_document', documentNumber: number })}
        >
          {t('use')}
        </Button>
      </div>
    </section>
  )
}
