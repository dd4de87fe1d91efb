// The parts of the person's account, each with a page of its own.

import type { Metadata } from 'next'
import { Bell, ChevronRight, Database, KeyRound, ListChecks, Mail, MonitorSmartphone, Phone } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { CardRow } from '@/components/ui/card'
import { Column, Heading } from '@/components/ui/page/column'
import { requireVisitor } from '@/lib/http/space/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.account'))('tab') }
}

const PARTS = {
  email: Mail,
  phone: Phone,
  passkeys: KeyRound,
  preferences: Bell,
  sessions: MonitorSmartphone,
  data: Database,
  log: ListChecks,
} as const
type Part = keyof typeof PARTS

export default async function AccountPage() {
  const { caller } = await requireVisitor()
  const t = await getTranslations('space.account')
  const parts = (Object.keys(PARTS) as Part[]).filter((part) => part !== 'phone' || caller.level === 'proven')
  return (
    <Column>
      <Heading>{t('title')}</Heading>
      <ul className="space-y-3 pb-10">
        {parts.map((part) => (
          <li key={part}>
            <a href={`/space/account/${part}`} className="block rounded-card border border-line bg-paper p-4 hover:bg-accent-wash">
              <CardRow
                icon={PARTS[part]}
                title={t(`parts.${part}.title`)}
                aside={<ChevronRight className="size-5 shrink-0 text-soft" aria-hidden />}
              >
                {t(`parts.${part}.text`)}
              </CardRow>
            </a>
          </li>
        ))}
      </ul>
    </Column>
  )
}
