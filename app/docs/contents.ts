// The contents of the documentation, in the order in which a newcomer reads.

import { getTranslations } from 'next-intl/server'
import type { ContentsGroup } from '@/components/docs/frame'
import { GUIDES } from './guides/guides'

export async function contents(more: readonly ContentsGroup[] = []): Promise<ContentsGroup[]> {
  const t = await getTranslations('docs')
  return [
    { title: t('guides'), links: GUIDES.map(({ slug, title }) => ({ href: `/docs/guides/${slug}`, title })) },
    {
      title: t('reference'),
      links: [
        { href: '/docs', title: t('reference') },
        { href: '/docs/errors', title: t('errors') },
        { href: '/v1/openapi.json', title: 'openapi.json' },
      ],
    },
    ...more,
  ]
}
