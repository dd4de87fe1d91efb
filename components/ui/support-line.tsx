// How people reach whoever runs this installation, where nothing else helps; nothing where no address is configured.

import { useTranslations } from 'next-intl'

export function SupportLine({ email }: { email: string | null }) {
  const t = useTranslations('site')
  if (email === null) return null
  const address = (
    <a href={`mailto:${email}`} className="font-medium break-all text-accent">
      {email}
    </a>
  )
  return <p className="mt-4 text-body text-soft">{t.rich('support', { email: () => address })}</p>
}
