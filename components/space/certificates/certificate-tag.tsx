'use client'
// The state of a certificate, by colour and word.

import { useTranslations } from 'next-intl'
import { Tag } from '@/components/ui/card'

const TONE = { valid: 'good', locked: 'warn', revoked: 'bad', expired: 'warn' } as const

export function CertificateTag({ state }: { state: keyof typeof TONE }) {
  const t = useTranslations('space.certificates.states')
  return <Tag tone={TONE[state]}>{t(state)}</Tag>
}
