// Gives client components the texts of their part of the site, not those of all pages.

import type { ReactNode } from 'react'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { Messages } from '@/lib/wording/catalogue'

export async function Words({ of: areas, children }: { of: readonly (keyof Messages)[]; children: ReactNode }) {
  const messages = await getMessages()
  return (
    <NextIntlClientProvider messages={Object.fromEntries(areas.map((area) => [area, messages[area]]))}>{children}</NextIntlClientProvider>
  )
}
