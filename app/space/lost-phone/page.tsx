// The way on for a person who cannot give the code.

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { LostPhone } from '@/components/space/entrance/lost-phone'
import { SPACE_SIGN_IN, spaceVisitor } from '@/lib/http/space/page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.lost'))('tab') }
}

export default async function LostPhonePage() {
  const visitor = await spaceVisitor()
  if (!visitor) redirect(SPACE_SIGN_IN)
  if (visitor.caller.level !== 'mailbox') redirect('/space')
  return <LostPhone support={visitor.context.support} />
}
