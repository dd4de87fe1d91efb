'use client'
// Why a signature or a time-stamp proves less than it says, in the reader's language: the API says it in English.

import { useTranslations } from 'next-intl'

type Reason = { code: string; message: string }

export function useWhy(): (reason: Reason) => string {
  const t = useTranslations('validation')
  return ({ code, message }) => {
    const key = code as Parameters<typeof t>[0]
    return t.has(key) ? t(key) : message
  }
}
