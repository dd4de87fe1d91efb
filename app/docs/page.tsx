// The API reference, made from the description that /v1/openapi.json serves.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DocsFrame } from '@/components/docs/frame'
import { Reference } from '@/components/docs/reference'
import { ENDPOINTS } from '@/lib/http/endpoints/catalogue'
import { contents } from './contents'

export const metadata: Metadata = {
  title: 'API reference',
  description: 'The REST API of QSignHub: qualified electronic signatures.',
  robots: { index: true, follow: true },
}

export default async function ReferencePage() {
  const t = await getTranslations('docs')
  const tags = [...new Set(ENDPOINTS.map(({ tag }) => tag))]
  const operations = tags.map((tag) => ({
    title: tag,
    links: ENDPOINTS.filter((endpoint) => endpoint.tag === tag).map(({ operationId, summary }) => ({
      href: `#/${encodeURIComponent(tag)}/${operationId}`,
      title: summary,
    })),
  }))
  return (
    <DocsFrame contents={await contents(operations)} current="/docs" wide>
      <h1 className="display-serif">{t('reference')}</h1>
      <p className="mt-2 max-w-[720px] text-[17px] leading-relaxed text-soft">{t('lead')}</p>
      <Reference url="/v1/openapi.json" loading={t('loading')} failed={t('failed')} />
    </DocsFrame>
  )
}
