// How one reaches the requester: telephone, hours and mail address as the organisation has set them.

import { Mail, Phone } from 'lucide-react'
import { useTranslations } from 'next-intl'

export type Reach = { email: string; phone: string | null; hours: string | null }

export function ReachRequester({ requester: { name, reach } }: { requester: { name: string; reach: Reach | null } }) {
  const t = useTranslations('conversation.reach')
  if (reach === null) return null
  const { email, phone, hours } = reach
  return (
    <section aria-label={t('title', { name })} className="mt-3 text-body text-ink">
      {phone !== null && (
        <p>
          <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`} className="inline-flex min-h-11 items-center gap-2 font-medium text-accent">
            <Phone className="size-4 shrink-0" aria-hidden />
            {t('phone', { phone })}
          </a>
          {hours !== null && <span className="block text-sm text-soft">{hours}</span>}
        </p>
      )}
      <p>
        <a href={`mailto:${email}`} className="inline-flex min-h-11 items-center gap-2 font-medium break-all text-accent">
          <Mail className="size-4 shrink-0" aria-hidden />
          {t('email', { email })}
        </a>
      </p>
    </section>
  )
}
