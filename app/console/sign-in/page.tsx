// Signing in to the console.

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { consoleCaller } from '@/lib/http/console/session'
import { signInTarget } from '@/lib/http/console/sign-in-target'
import { SignInForm } from '@/components/console/sign-in-form'
import { Column, Heading } from '@/components/ui/page/column'

export default async function SignIn({ searchParams }: { searchParams: Promise<{ to?: string }> }) {
  const { to } = await searchParams
  const target = signInTarget(to)
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
