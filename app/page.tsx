// The product's front door: what this is, and where to go.

import { BookOpen, FileSearch, Inbox, LayoutDashboard, type LucideIcon } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Shell } from '@/components/ui/page/shell'

const PLACES: readonly { key: 'console' | 'outbox' | 'verify' | 'docs'; href: string; icon: LucideIcon }[] = [
  { key: 'console', href: '/console', icon: LayoutDashboard },
  { key: 'outbox', href: '/outbox', icon: Inbox },
  { key: 'verify', href: '/verify', icon: FileSearch },
  { key: 'docs', href: '/docs', icon: BookOpen },
]

export default async function FrontDoor() {
  const t = await getTranslations('site.home')
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <main className="mx-auto w-full max-w-[860px] flex-1 px-5 py-12 md:py-20">
        <h1 className="display-serif max-w-[18ch] md:!text-5xl">{t('title')}</h1>
        <p className="mt-4 max-w-[56ch] text-lead leading-relaxed text-soft">{t('lead')}</p>
        <ul className="mt-10 grid gap-3 sm:grid-cols-2">
          {PLACES.map(({ key, href, icon: Icon }) => (
            <li key={key}>
              <a href={href} className="block h-full rounded-card border border-line bg-paper p-5 hover:border-accent hover:bg-accent-wash">
                <Icon className="size-6 text-accent" strokeWidth={1.75} aria-hidden />
                <span className="mt-3 block font-semibold">{t(`${key}.title`)}</span>
                <span className="mt-1 block text-body text-soft">{t(`${key}.text`)}</span>
              </a>
            </li>
          ))}
        </ul>
        <p className="mt-10 max-w-[64ch] text-sm text-soft">{t('honest')}</p>
      </main>
    </Shell>
  )
}
