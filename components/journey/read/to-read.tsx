'use client'
// The documents, to be opened and read before anything is agreed to. They are accepted later, at the review.

import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { documentUrl } from '../journey-client'
import { useJourney } from '../journey-data'

export function ToRead() {
  const t = useTranslations('journey.toRead')
  const { signer, view } = useJourney()
  const documents = view.documents.filter(({ download }) => download)
  if (documents.length === 0) return null
  return (
    <section className="mt-6" aria-labelledby="to-read">
      <h2 id="to-read" className="font-semibold">
        {t('title', { count: documents.length })}
      </h2>
      <ul>
        {documents.map(({ id, title, kind }) => (
          <li key={id}>
            {/* Other files than PDFs have no pages that a browser could show. */}
            <a
              href={documentUrl(signer, id, kind !== 'pdf')}
              {...(kind === 'pdf' ? { target: '_blank', rel: 'noopener' } : { download: true })}
              className="inline-flex min-h-11 max-w-full items-center gap-2.5 rounded-lg font-semibold text-accent hover:underline"
            >
              <FileText className="size-[18px] shrink-0" strokeWidth={1.75} aria-hidden />
              <span className="min-w-0 break-words" dir="auto">
                {title}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
