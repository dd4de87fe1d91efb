// Another mail address for the space.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TwoCodesForm } from '@/components/space/account/two-codes-form'
import { requireVisitor } from '@/lib/http/space/page'
import { settingsOf } from '@/lib/operations/space/space-row'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.email'))('tab') }
}

export default async function EmailPage() {
  const { context, caller } = await requireVisitor()
  const { email } = await settingsOf(context, context.db, caller.spaceId)
  return <TwoCodesForm of="email" now={email} note={(await getTranslations('space.email'))('moves')} />
}
