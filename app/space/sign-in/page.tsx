// Signing in to the space: the address to which a link goes.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { SignInForm } from '@/components/space/entrance/sign-in-form'
import { contextFor } from '@/lib/context'
import { liveIsConnected } from '@/lib/http/space/mode'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.signIn'))('tab') }
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ test?: string | string[] }> }) {
  const context = await contextFor()
  const choice = liveIsConnected(context)
  return <SignInForm choice={choice} test={!choice || (await searchParams).test !== undefined} support={context.support} />
}
