// One guide of the documentation.

import type { Metadata } from 'next'
import { ArrowRight } from 'lucide-react'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CopyableCode } from '@/components/docs/copyable-code'
import { DocsFrame } from '@/components/docs/frame'
import { config } from '@/lib/config'
import { contents } from '../../contents'
import { rendered } from '../../markdown'
import { GUIDES, guideText } from '../guides'

type Props = { params: Promise<{ guide: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { guide } = await params
  const found = GUIDES.find(({ slug }) => slug === guide)
  return found ? { title: found.title, description: found.summary, robots: { index: true, follow: true } } : {}
}

export default async function GuidePage({ params }: Props) {
  const { guide: wanted } = await params
  const at = GUIDES.findIndex(({ slug }) => slug === wanted)
  const [guide, next] = [GUIDES[at], GUIDES[at + 1]]
  if (!guide) notFound()
  const t = await getTranslations('docs')
  return (
    <DocsFrame contents={await contents()} current={`/docs/guides/${guide.slug}`}>
      <article className="max-w-[720px]">
        <h1 className="display-serif">{guide.title}</h1>
        <p className="mt-2 text-lead leading-relaxed text-soft">{guide.summary}</p>
        <CopyableCode html={rendered(await guideText(guide.slug, config().baseUrl))} copy={t('copy')} copied={t('copied')} />
        {next && (
          <p className="mt-12 border-t border-line pt-6">
            <a href={`/docs/guides/${next.slug}`} className="inline-flex min-h-11 items-center gap-2 font-semibold text-accent">
              {t('next', { title: next.title })}
              <ArrowRight className="size-4.5" strokeWidth={1.75} aria-hidden />
            </a>
          </p>
        )}
      </article>
    </DocsFrame>
  )
}
