// The person's certificates.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { BadgeCheck } from 'lucide-react'
import { LocalDay } from '@/components/space/local-day'
import { Serial } from '@/components/space/certificates/serial'
import { CertificateTag } from '@/components/space/certificates/certificate-tag'
import { Column, Heading } from '@/components/ui/page/column'
import { requireProven } from '@/lib/http/space/page'
import { ownCertificates } from '@/lib/operations/space/certificates/own-certificates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.certificates'))('tab') }
}

export default async function CertificatesPage() {
  const { context, caller } = await requireProven()
  const t = await getTranslations('space.certificates')
  const certificates = await ownCertificates(context, caller)
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <ul className="space-y-3 pb-10">
        {certificates.map(({ id, name, state, until, serial }) => (
          <li key={id}>
            <a
              href={`/space/certificates/${id}`}
              className="flex items-start gap-3.5 rounded-card border border-line bg-paper p-4 hover:bg-accent-wash"
            >
              <BadgeCheck className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} aria-hidden />
              <span className="min-w-0 flex-1">
                <span className="block font-semibold break-words" dir="auto">
                  {name}
                </span>
                <span className="block text-sm text-soft">
                  {t.rich('validUntil', { date: () => <LocalDay iso={until.toISOString()} /> })}
                </span>
                <span className="block text-small text-soft">
                  <Serial hex={serial} />
                </span>
              </span>
              <CertificateTag state={state} />
            </a>
          </li>
        ))}
      </ul>
    </Column>
  )
}
