// What is kept of the person from checks of their identity.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { KeptIdentity } from '@/components/space/identity/kept-identity'
import { requireProven } from '@/lib/http/space/page'
import { savedIdentity } from '@/lib/operations/space/rights/saved-identity'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.identity'))('tab') }
}

export default async function IdentityPage() {
  const { context, caller } = await requireProven()
  const checks = await savedIdentity(context, caller)
  return (
    <KeptIdentity
      checks={checks.map(({ since, until, ...check }) => ({ ...check, since: since.toISOString(), until: until?.toISOString() ?? null }))}
    />
  )
}
