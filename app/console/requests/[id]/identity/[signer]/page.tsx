// A referred check of identity in the console: pictures, readings and findings in words, and the decision.

import { ArrowLeft, UserRoundSearch } from 'lucide-react'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { may } from '@/lib/domain/permissions'
import { Problem } from '@/lib/domain/problem'
import { consoleCaller, SIGN_IN_PAGE } from '@/lib/http/console/session'
import { problemWords } from '@/lib/http/answer/problem-response'
import { presentEvidence } from '@/lib/http/schemas/verification-decision'
import { atTimeOf } from '@/lib/operations/kernel/request-clock'
import { getVerificationEvidence } from '@/lib/operations/verification/decision/get-evidence'
import { DEFAULT_LANGUAGE } from '@/lib/wording/catalogue'
import { DecisionPage } from '@/components/console/decision/decision-page'
import { ButtonLink } from '@/components/ui/button'
import { Message } from '@/components/ui/page/message'
import { decide } from './acts'

export const metadata: Metadata = { title: 'Identity' }

export default async function IdentityPage({ params }: { params: Promise<{ id: string; signer: string }> }) {
  const { id, signer } = await params
  const signedIn = await consoleCaller()
  const here = `/console/requests/${id}/identity/${signer}`
  if (!signedIn) redirect(`${SIGN_IN_PAGE}?to=${encodeURIComponent(here)}`)
  const { context, caller } = signedIn
  const t = await getTranslations('console.decision')
  const back = (
    <nav aria-label={t('back')} className="mx-auto w-full max-w-[1080px] px-3 pt-3">
      <ButtonLink kind="quiet" size="small" icon={<ArrowLeft className="size-4" aria-hidden />} href={`/console/requests/${id}`}>
        {t('back')}
      </ButtonLink>
    </nav>
  )
  const language = DEFAULT_LANGUAGE
  const at = await atTimeOf(context, context.db, { request: id })
  const evidence = await getVerificationEvidence(at, caller, { requestId: id, signerId: signer }, language).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'NOT_FOUND') notFound()
    return error
  })
  if (evidence instanceof Problem)
    return (
      <>
        {back}
        <Message
          icon={UserRoundSearch}
          title={t('nothing')}
          text={evidence.code === 'STATE_CONFLICT' ? t('nothingText') : problemWords(language, evidence).message}
        />
      </>
    )
  return (
    <>
      {back}
      <DecisionPage
        evidence={presentEvidence(evidence, context)}
        back={`/console/requests/${id}`}
        pictures={`${here}/pictures`}
        mayDecide={may(caller, 'verifications:decide')}
        decide={decide.bind(null, id, signer)}
      />
    </>
  )
}
