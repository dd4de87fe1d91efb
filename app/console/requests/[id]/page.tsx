// One request in the console: live status, remedies beside the causes, downloads.

import { ArrowLeft } from 'lucide-react'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '@/lib/domain/permissions'
import { Problem } from '@/lib/domain/problem'
import { consoleCaller, SIGN_IN_PAGE } from '@/lib/http/console/session'
import { sharedLink, statusById } from '@/lib/operations/status/request-status'
import { RequestDetail } from '@/components/console/request-detail'
import { ButtonLink } from '@/components/ui/button'
import { cancelRequest, grantTries } from './acts'

export default async function RequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  const signedIn = await consoleCaller()
  if (!signedIn) redirect(`${SIGN_IN_PAGE}?to=${encodeURIComponent(`/console/requests/${id}`)}`)
  const { context, caller } = signedIn
  await statusById(context, caller, id).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'NOT_FOUND') notFound()
    throw error
  })
  const t = await getTranslations('console.detail')
  const acts = { grant: grantTries.bind(null, id), cancel: cancelRequest.bind(null, id), mayLook: may(caller, 'verifications:read') }
  return (
    <>
      <nav aria-label={t('back')} className="mx-auto w-full max-w-[1080px] px-3 pt-3">
        <ButtonLink kind="quiet" size="small" icon={<ArrowLeft className="size-4" aria-hidden />} href="/console">
          {t('back')}
        </ButtonLink>
      </nav>
      <RequestDetail id={id} shareUrl={await sharedLink(context, caller, id)} acts={acts} />
    </>
  )
}
