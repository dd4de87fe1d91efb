// Where the person is signed in.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SessionList } from '@/components/space/account/session-list'
import { requireVisitor } from '@/lib/http/space/page'
import { listSpaceSessions } from '@/lib/operations/space/entrance/space-session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.sessions'))('tab') }
}

export default async function SessionsPage() {
  const { context, caller } = await requireVisitor()
  const sessions = await listSpaceSessions(context, caller)
  return (
    <SessionList
      mayCode={caller.level === 'proven'}
      sessions={sessions.map(({ since, seen, ...session }) => ({ ...session, since: since.toISOString(), seen: seen.toISOString() }))}
    />
  )
}
