// Another PIN for one certificate.

import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PinForm } from '@/components/space/certificates/pin-form'
import { orNotTheirs, requireProven } from '@/lib/http/space/page'
import { ownCertificate } from '@/lib/operations/space/certificates/own-certificates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.pin'))('tab') }
}

export default async function PinPage({ params }: { params: Promise<{ certificate: string }> }) {
  const { context, caller } = await requireProven()
  const certificate = await orNotTheirs(ownCertificate(context, caller, (await params).certificate))
  if (!certificate) notFound()
  if (certificate.state !== 'valid') redirect(`/space/certificates/${certificate.id}`)
  return <PinForm certificate={certificate.id} phone={certificate.phone} />
}
