// Another phone number for the person's certificates.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { TwoCodesForm } from '@/components/space/account/two-codes-form'
import { requireProven } from '@/lib/http/space/page'
import { ownCertificates } from '@/lib/operations/space/certificates/own-certificates'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.phone'))('tab') }
}

export default async function PhonePage() {
  const { context, caller } = await requireProven()
  const [newest] = await ownCertificates(context, caller)
  return <TwoCodesForm of="phone" now={newest?.phone ?? ''} note={(await getTranslations('space.phone'))('without')} />
}
