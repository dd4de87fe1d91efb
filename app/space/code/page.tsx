// The second step of signing in.

import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CodeForm } from '@/components/space/entrance/code-form'
import { SPACE_SIGN_IN, spaceVisitor } from '@/lib/http/space/page'
import { phoneOfNewest } from '@/lib/operations/space/entrance/prove-phone'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.code'))('tab') }
}

export default async function CodePage() {
  const visitor = await spaceVisitor()
  if (!visitor) redirect(SPACE_SIGN_IN)
  if (visitor.caller.level !== 'mailbox') redirect('/space')
  return <CodeForm phone={await phoneOfNewest(visitor.context, visitor.caller)} />
}
