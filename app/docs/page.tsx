// The API reference, made from the description that /v1/openapi.json serves.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DocsFrame } from '@/components/docs/frame'
import { ApiReference } from '@/components/docs/reference/reference'
import { config } from '@/lib/config'
import { contents } from './contents'
import { referenceOf } from './reference'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'The REST API of QSignHub: qualified electronic signatures.',
  robots: { index: true, follow: true },
}

export default async function ReferencePage() {
  const t = await getTranslations('docs')
  const reference = referenceOf(config().baseUrl)
  const chapters = reference.chapters.map(({ title, operations }) => ({
    title,
    links: operations.map((operation) => ({ href: `#${operation.anchor}`, title: operation.title })),
  }))
  const linksTo = (parts: readonly { anchor: string }[]) =>
    parts.map(({ anchor }) => ({ href: `#${anchor}`, title: anchor.split('/').at(-1) ?? '' }))
  const more = [
    ...chapters,
    { title: t('webhooks'), links: linksTo(reference.events.list) },
    { title: t('objects'), links: linksTo(reference.objects) },
  ]
  return (
    <DocsFrame contents={await contents(more)} current="/docs" wide>
      <h1 className="display-serif">{t('reference')}</h1>
      <p className="mt-2 max-w-[720px] text-lead leading-relaxed text-soft">{t('lead')}</p>
      <ApiReference reference={reference} />
    </DocsFrame>
  )
}
