// The root layout of every page: language, typefaces, tokens, and the texts for client components.

import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { getLocale, getTranslations } from 'next-intl/server'
import { headers } from 'next/headers'
import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/source-serif-4/opsz.css'
import './globals.css'
import { LanguageChoice } from '@/components/ui/page/language-switch'
import { NATIVE_NAMES } from '@/lib/wording/native-names'
import { isEnglishPage } from '@/lib/wording/readers-language'
import { Words } from './words'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('site')
  return {
    title: { default: 'QSignHub', template: '%s · QSignHub' },
    description: t('description'),
    // No search engine may list pages of one person's signature.
    robots: { index: false, follow: false },
    referrer: 'no-referrer',
    // Browsers would turn document numbers into phone links.
    formatDetection: { telephone: false, email: false, address: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1c1f25' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Reading the headers makes every page dynamic, so that the nonce of the content security policy reaches its scripts.
  const page = (await headers()).get('x-page') ?? ''
  const languages = isEnglishPage(page) ? [] : NATIVE_NAMES
  const t = await getTranslations('site.language')
  return (
    <html lang={await getLocale()}>
      <body>
        {/* The pages of errors stand above all parts of the site, so their texts are here. */}
        <Words of={['site']}>
          <LanguageChoice offered={{ languages, label: t('label'), submit: t('submit') }}>{children}</LanguageChoice>
        </Words>
      </body>
    </html>
  )
}
