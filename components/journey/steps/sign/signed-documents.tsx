'use client'
// The documents about to be signed: by title, as the text message names them, and with the first digits of the SHA-256 in the evidence.

import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { useJourney } from '../../journey-data'

/** a4b1 c2d3 e4f5: the first 48 bits, enough to compare by eye. */
function shortDigest(sha256: string): string {
  return (sha256.slice(0, 12).match(/.{4}/g) ?? []).join(' ')
}

/** Below the fields of signing, where a low screen has no room above them. */
export function FoldedDocuments() {
  const t = useTranslations('journey.sign')
  return (
    <details className="mt-2">
      <summary className="flex min-h-11 cursor-pointer items-center font-semibold text-accent">{t('documents')}</summary>
      <DocumentsToSign />
    </details>
  )
}

export function DocumentsToSign() {
  const t = useTranslations('journey.sign')
  const { view } = useJourney()
  return (
    <Card>
      <h2 className="sr-only">{t('documents')}</h2>
      <ul className="space-y-3.5">
        {view.documents.map((document) => (
          <li key={document.id} className="flex items-start gap-3.5">
            <FileText className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} aria-hidden />
            <div className="min-w-0">
              <p className="leading-snug font-semibold break-words" dir="auto">
                {document.title}
              </p>
              <p className="text-sm text-soft">
                {document.kind === 'pdf' ? t('pages', { count: document.pages }) : t(`kind.${document.kind}`)} · {t('digest')}{' '}
                <abbr title={document.file.sha256} className="font-mono text-small whitespace-nowrap no-underline">
                  {shortDigest(document.file.sha256)}
                </abbr>
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
