// Signing in to the console.

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { consoleCaller } from '@/lib/http/console/session'
import { SignInForm } from '@/components/console/sign-in-form'
import { Column, Heading } from '@/components/ui/page/column'

export default async function SignIn({ searchParams }: { searchParams: Promise<{ to?: string }> }) {
  const { to } = await searchParams
  // Redirects into the console and to the outbox only: any other address would make this page an open redirect.
  const target = to !== undefined && /^\/(?:console(?:\/[\w/-]*)?|outbox)$/.test(to) ? to : '/console'
  if (await consoleCaller()) redirect(target)
  const t = await getTranslations('console.signIn')
  return (
    <Column>
      <div className="mx-auto w-full max-w-[440px] py-6 md:py-12">
        <Heading serif lead={t('lead')}>
          {t('title')}
        </Heading>
        <SignInForm to={target} />
      </div>
    </Column>
  )
}
