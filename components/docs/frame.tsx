// The frame of the documentation: contents at the left of a desk, folded above the text on a phone.

import './prose.css'
import { Menu } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Shell } from '../ui/page/shell'

export type ContentsGroup = { title: string; links: readonly { href: string; title: string }[] }

export async function DocsFrame({
  contents,
  current,
  wide = false,
  children,
}: {
  contents: readonly ContentsGroup[]
  /** The address of this page, to mark it in the contents. */
  current: string
  wide?: boolean
  children: ReactNode
}) {
  const t = await getTranslations('docs')
  const nav = <Contents groups={contents} current={current} label={t('nav')} />
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }} actions={<TopLinks current={current} />}>
      <div className={`mx-auto flex w-full flex-1 flex-col px-5 md:flex-row md:gap-10 ${wide ? 'max-w-[1320px]' : 'max-w-[1080px]'}`}>
        <details className="group mt-4 rounded-card border border-line bg-paper md:hidden">
          <summary className="flex min-h-11 list-none items-center gap-2.5 px-4 text-body font-medium">
            <Menu className="size-4.5 text-accent" strokeWidth={1.75} aria-hidden />
            {t('menu')}
          </summary>
          <div className="border-t border-line px-4 pb-4">{nav}</div>
        </details>
        <aside className="hidden w-[220px] shrink-0 md:block">
          <div className="sticky top-0 -mx-2.5 max-h-dvh overflow-y-auto px-2.5 py-8">{nav}</div>
        </aside>
        <main className="min-w-0 flex-1 pt-6 pb-20 md:pt-10">{children}</main>
      </div>
    </Shell>
  )
}

async function TopLinks({ current }: { current: string }) {
  const t = await getTranslations('docs')
  const links = [
    { href: '/docs', title: t('reference'), here: current === '/docs' },
    { href: '/docs/guides/first-signature', title: t('guides'), here: current.startsWith('/docs/guides') },
    { href: '/console', title: t('console'), here: false },
  ]
  return (
    <span className="flex shrink-0 items-center gap-1 text-body font-medium sm:gap-2">
      {links.map(({ href, title, here }) => (
        <a
          key={href}
          href={href}
          aria-current={here ? 'page' : undefined}
          className={`min-h-11 items-center rounded-control px-2.5 hover:bg-accent-wash ${here ? 'text-accent' : 'text-soft'} ${href === '/docs' ? 'hidden sm:inline-flex' : 'inline-flex'}`}
        >
          {title}
        </a>
      ))}
    </span>
  )
}

function Contents({ groups, current, label }: { groups: readonly ContentsGroup[]; current: string; label: string }) {
  return (
    <nav aria-label={label}>
      {groups.map((group) => (
        <div key={group.title} className="mt-5 first:mt-3 md:first:mt-0">
          <p className="text-small font-semibold text-soft">{group.title}</p>
          <ul className="mt-1.5">
            {group.links.map(({ href, title }) => (
              <li key={href}>
                <a
                  href={href}
                  aria-current={href === current ? 'page' : undefined}
                  className={`-mx-2.5 block rounded-lg px-2.5 py-1.5 text-body leading-snug hover:bg-accent-wash ${href === current ? 'bg-accent-wash font-semibold text-accent' : ''}`}
                >
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
