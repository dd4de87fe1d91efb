// The end of one certificate.

import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { RevokeForm } from '@/components/space/certificates/revoke-form'
import { REVOCATION_REASONS, type RevocationReason } from '@/lib/domain/space'
import { orNotTheirs, requireProven } from '@/lib/http/space/page'
import { ownCertificate } from '@/lib/operations/space/certificates/own-certificates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.revoke'))('tab') }
}

export default async function RevokePage({ params }: { params: Promise<{ certificate: string }> }) {
  const { context, caller } = await requireProven()
  const certificate = await orNotTheirs(ownCertificate(context, caller, (await params).certificate))
  if (!certificate) notFound()
  if (certificate.state === 'revoked') redirect(`/space/certificates/${certificate.id}`)
  return <RevokeForm certificate={certificate.id} reasons={Object.keys(REVOCATION_REASONS) as RevocationReason[]} />
}
