'use client'
// The documents to be read: one card each, with how far the reader is.

import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'

type Props = {
  documents: JourneyView['documents']
  chosen: string
  accepted: ReadonlySet<string>
  pageOf: Record<string, number>
  onChoose(id: string): void
}

export function DocumentTabs({ documents, chosen, accepted, pageOf, onChoose }: Props) {
  const t = useTranslations('journey.review')
  const state = (document: Props['documents'][number]) => {
    if (accepted.has(document.id)) return t('state.accepted')
    const page = pageOf[document.id]
    if (document.viewed) return t('state.read')
    return page === undefined || document.kind !== 'pdf' ? t('state.unopened') : t('state.page', { page })
  }
  return (
    <nav aria-label={t('documents')}>
      <ul className="-mx-5 mt-3 flex snap-x scroll-px-5 gap-3 overflow-x-auto px-5 pb-1 lg:mx-0 lg:flex-col lg:overflow-visible lg:px-0">
        {documents.map((document) => (
          <li key={document.id} className={`snap-start lg:w-full ${documents.length === 1 ? 'w-full' : 'w-[78%] shrink-0 sm:w-64'}`}>
            <button
              type="button"
              aria-current={document.id === chosen ? 'true' : undefined}
              onClick={() => onChoose(document.id)}
              className="flex w-full items-start gap-3 rounded-card border border-line bg-paper p-3.5 text-left hover:border-edge aria-[current=true]:border-accent aria-[current=true]:bg-accent-wash"
            >
              <span className="min-w-0 flex-1">
                <span className="line-clamp-2 leading-snug font-semibold break-words" dir="auto">
                  {document.title}
                </span>
                <span className="mt-0.5 block text-sm text-soft">
                  {document.kind === 'pdf' ? t('pages', { count: document.pages }) : t(`kind.${document.kind}`)} · {state(document)}
                </span>
              </span>
              {accepted.has(document.id) && <Check className="mt-0.5 size-5 shrink-0 text-good" strokeWidth={2.25} aria-hidden />}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}
