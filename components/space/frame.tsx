'use client'
// The frame of the space: whose product it is, the ways to its pages, and the way out.

import type { ReactNode } from 'react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Shell } from '@/components/ui/page/shell'
import { postSpaceAct, signOut } from './space-client'
import { useAct } from './use-act'

const PAGES = { documents: '/space', certificates: '/space/certificates', identity: '/space/identity', account: '/space/account' } as const
type Page = keyof typeof PAGES

/** `pages`: those that this person has; none before they are signed in. */
export function SpaceFrame({
  test,
  pages,
  signedIn,
  children,
}: {
  test: boolean
  pages: readonly Page[]
  signedIn: boolean
  children: ReactNode
}) {
  const t = useTranslations('space')
  return (
    <Shell
      brand={{ name: t('brand'), colour: null }}
      {...(signedIn ? { actions: <SignOut /> } : {})}
      {...(pages.length > 0 ? { keepLanguage: (language) => postSpaceAct({ act: 'change_settings', language }) } : {})}
      {...(test ? { ribbon: <Ribbon>{t('test')}</Ribbon> } : {})}
      {...(pages.length > 0 ? { progress: <Ways pages={pages} /> } : {})}
    >
      {children}
    </Shell>
  )
}

function SignOut() {
  const t = useTranslations('space')
  const { busy, run } = useAct()
  const leave = async () => {
    if (await run(signOut)) window.location.assign('/space/sign-in')
  }
  return (
    <Button kind="quiet" size="small" busy={busy} onClick={() => void leave()}>
      {t('signOut')}
    </Button>
  )
}

function Ways({ pages }: { pages: readonly Page[] }) {
  const t = useTranslations('space.nav')
  const here = usePathname()
  const isHere = (to: string) => (to === '/space' ? here === to : here.startsWith(to))
  return (
    <nav aria-label={t('label')} className="overflow-x-auto border-b border-line bg-paper">
      <ul className="mx-auto flex w-full max-w-column justify-between px-3 sm:justify-start sm:gap-1">
        {pages.map((page) => (
          <li key={page} className="shrink-0">
            <a
              href={PAGES[page]}
              aria-current={isHere(PAGES[page]) ? 'page' : undefined}
              className={`inline-flex min-h-12 items-center border-b-2 px-1.5 text-sm font-medium whitespace-nowrap sm:px-2 sm:text-body ${isHere(PAGES[page]) ? 'border-accent text-accent' : 'border-transparent text-soft hover:text-ink'}`}
            >
              {t(page)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
