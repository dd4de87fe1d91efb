'use client'
// The list of documents: search, filter, and a card for each request.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { SpaceDocuments, SpaceDocumentsInput } from '@/lib/http/schemas/space'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Column, Heading } from '@/components/ui/page/column'
import { findDocuments } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'
import { DocumentCard } from './document-card'
import { DocumentFilter } from './document-filter'

type Props = { first: SpaceDocuments; states: readonly SpaceDocuments['items'][number]['state'][] }

export function DocumentList({ first, states }: Props) {
  const t = useTranslations('space.documents')
  const { busy, problem, run } = useAct()
  const [filter, setFilter] = useState<SpaceDocumentsInput>({})
  const [shown, setShown] = useState(first)
  const find = (wanted: SpaceDocumentsInput) =>
    run(async () => {
      setShown(await findDocuments(wanted))
      setFilter(wanted)
    })
  const more = () =>
    run(async () => {
      const next = await findDocuments({ ...filter, after: shown.after ?? '' })
      setShown({ ...next, items: [...shown.items, ...next.items] })
    })
  const isFiltered = Object.keys(filter).length > 0
  const isEmpty = shown.items.length === 0
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      {(!isEmpty || isFiltered) && (
        <DocumentFilter states={states} filtered={isFiltered} busy={busy} find={(wanted) => void find(wanted)} />
      )}
      <ProblemNotice problem={problem} />
      <div className="mt-5 pb-10" aria-busy={busy || undefined}>
        {isEmpty ? (
          <Card>
            <p className="font-semibold">{isFiltered ? t('nothingTitle') : t('emptyTitle')}</p>
            <p className="mt-1 text-soft">{isFiltered ? t('nothing') : t('empty')}</p>
          </Card>
        ) : (
          <ul className="space-y-3">
            {shown.items.map((item) => (
              <li key={item.id}>
                <DocumentCard item={item} />
              </li>
            ))}
          </ul>
        )}
        {shown.after !== null && (
          <div className="mt-5">
            <Button kind="outline" size="small" busy={busy} onClick={() => void more()}>
              {t('more')}
            </Button>
          </div>
        )}
      </div>
    </Column>
  )
}
