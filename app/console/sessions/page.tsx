// Where somebody is signed in with this key, and the way to end all other sessions.

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { contextFor } from '@/lib/context'
import { consoleSession, SIGN_IN_PAGE } from '@/lib/http/console/session'
import { listConsoleSessions } from '@/lib/operations/access/console-session'
import { EndOthersButton } from '@/components/console/end-others-button'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { Card, Fact, Facts, Tag } from '@/components/ui/card'
import { endOthers } from './acts'

export const metadata: Metadata = { title: 'Sessions' }

export default async function Sessions() {
  const context = await contextFor()
  const session = await consoleSession(context)
  if (!session) redirect(SIGN_IN_PAGE)
  const t = await getTranslations('console.sessions')
  const sessions = await listConsoleSessions(context, session)
  return (
    <main className="mx-auto w-full max-w-[1080px] flex-1 px-5 py-7 md:py-10">
      <h1 className="display-serif">{t('title')}</h1>
      <p className="mt-2 max-w-[64ch] text-soft">{t('lead')}</p>
      <ul className="mt-5 space-y-3">
        {sessions.map(({ id, createdAt, lastSeenAt, expiresAt, here }) => (
          <li key={id}>
            <Card>
              {here && <Tag tone="good">{t('here')}</Tag>}
              <Facts>
                <Fact label={t('since')}>
                  <LocalTime iso={createdAt.toISOString()} />
                </Fact>
                <Fact label={t('used')}>
                  <LocalTime iso={lastSeenAt.toISOString()} />
                </Fact>
                <Fact label={t('ends')}>
                  <LocalTime iso={expiresAt.toISOString()} />
                </Fact>
              </Facts>
            </Card>
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="mt-5">
          <EndOthersButton act={endOthers} />
        </div>
      )}
    </main>
  )
}
