// The console's frame: whose account, in which mode, and the way out.

import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { getTranslations } from 'next-intl/server'
import { consoleCaller, SIGN_IN_PAGE } from '@/lib/http/console/session'
import { SignOutButton } from '@/components/console/sign-out-button'
import { ButtonLink } from '@/components/ui/button'
import { Tag } from '@/components/ui/card'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { Words } from '../words'

export const metadata: Metadata = { title: 'Console' }

export default function ConsoleLayout({ children }: { children: ReactNode }) {
  return (
    <Words of={['console', 'status', 'conversation']}>
      <ConsoleFrame>{children}</ConsoleFrame>
    </Words>
  )
}

async function ConsoleFrame({ children }: { children: ReactNode }) {
  const t = await getTranslations()
  const signedIn = await consoleCaller()
  if (!signedIn) return <Shell brand={{ name: 'QSignHub', colour: null }}>{children}</Shell>
  const { tenant, caller } = signedIn
  const actions = (
    <span className="flex shrink-0 items-center gap-1">
      {/* oxlint-disable-next-line nextjs/no-html-link-for-pages -- from the console to the documentation, a whole page is loaded */}
      <a
        href="/docs"
        className="hidden min-h-11 items-center rounded-control px-2.5 text-body font-medium text-soft hover:bg-accent-wash sm:inline-flex"
      >
        {t('docs.title')}
      </a>
      <ButtonLink kind="quiet" size="small" href="/console/sessions" className="max-sm:hidden">
        {t('console.sessions.title')}
      </ButtonLink>
      <Tag tone={caller.mode === 'test' ? 'warn' : 'good'}>{t(`console.mode.${caller.mode}`)}</Tag>
      <SignOutButton to={SIGN_IN_PAGE} />
    </span>
  )
  const ribbon = caller.mode === 'test' ? { ribbon: <Ribbon>{t('status.test')}</Ribbon> } : {}
  return (
    <Shell brand={{ name: tenant.name, colour: tenant.color }} actions={actions} {...ribbon}>
      {children}
    </Shell>
  )
}
