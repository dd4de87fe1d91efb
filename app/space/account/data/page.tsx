// The person's rights to their data: taking it along, and having it erased.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DataRights } from '@/components/space/account/data-rights'
import { requireVisitor } from '@/lib/http/space/page'
import { whatStays } from '@/lib/operations/space/rights/what-stays'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.data'))('tab') }
}

export default async function DataPage() {
  const { context, caller } = await requireVisitor()
  const stays = (await whatStays(context, caller)).map((one) => ({
    what: one.what,
    serial: one.what === 'certificate' ? one.serial : '',
    requester: one.what === 'certificate' ? '' : one.requester,
    titles: one.what === 'certificate' ? '' : one.titles.join(', '),
    until: one.until?.toISOString() ?? null,
  }))
  return <DataRights stays={stays} />
}
