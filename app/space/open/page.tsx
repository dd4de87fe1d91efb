// The page behind the link in the mail. It reads nothing and does nothing until its button is pressed.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OpenForm } from '@/components/space/entrance/open-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.open'))('tab') }
}

export default function OpenPage() {
  return <OpenForm />
}
