// One certificate: what stands in it, what it was used for, and what its holder can do with it.

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { CertificateFacts } from '@/components/space/certificates/certificate-facts'
import { orNotTheirs, requireProven } from '@/lib/http/space/page'
import { ownCertificate } from '@/lib/operations/space/certificates/own-certificates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.certificates'))('tab') }
}

export default async function CertificatePage({ params }: { params: Promise<{ certificate: string }> }) {
  const { context, caller } = await requireProven()
  const certificate = await orNotTheirs(ownCertificate(context, caller, (await params).certificate))
  if (!certificate) notFound()
  return <CertificateFacts certificate={certificate} />
}
