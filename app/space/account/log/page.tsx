// What happened in the space, from its log.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { ButtonLink } from '@/components/ui/button'
import { Column, Heading } from '@/components/ui/page/column'
import { requireVisitor } from '@/lib/http/space/page'
import { spaceLog } from '@/lib/operations/space/space-log'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.log'))('tab') }
}

const SHOWN = 200

export default async function LogPage() {
  const { context, caller } = await requireVisitor()
  const t = await getTranslations('space')
  const events = (await spaceLog(context, context.db, caller.spaceId)).slice(-SHOWN).reverse()
  return (
    <Column>
      <Heading lead={t('log.lead')}>{t('log.title')}</Heading>
      <ol reversed className="divide-y divide-line rounded-card border border-line bg-paper">
        {events.map(({ sequence, at, fact }) => (
          <li key={sequence} className="px-4 py-3">
            <span className="block font-medium">
              {fact.type === 'sessions_ended'
                ? t('log.facts.sessions_ended', { count: fact.sessions.length })
                : t(`log.facts.${fact.type}`)}
            </span>
            <span className="block text-sm text-soft">
              <LocalTime iso={at} year />
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-5 pb-10">
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/account">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
