// Language of the mails, and what the person wants to be told.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PreferencesForm } from '@/components/space/account/preferences-form'
import { requireVisitor } from '@/lib/http/space/page'
import { NOTICES } from '@/lib/domain/space'
import { settingsOf } from '@/lib/operations/space/space-row'
import { languageOf } from '@/lib/wording/readers-language'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.preferences'))('tab') }
}

export default async function PreferencesPage() {
  const { context, caller } = await requireVisitor()
  const { locale, tell } = await settingsOf(context, context.db, caller.spaceId)
  return <PreferencesForm language={languageOf(locale)} tell={tell} notices={NOTICES} />
}
