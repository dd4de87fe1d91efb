'use client'
// The console's page of one request: its live status, with the acts that the requester may take.

import { useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Archive, Download, Share2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { StatusSigner, StatusView } from '@/lib/http/schemas/status'
import { Button, ButtonLink } from '@/components/ui/button'
import { Fact, Facts } from '@/components/ui/card'
import { TextArea } from '@/components/ui/field'
import { Notice } from '@/components/ui/notice'
import { SignerMessages } from './signer-messages'
import { StatusPage } from './status-page'

/** The answer to an act of the console: null when it was done, else the words of the refusal. */
type Outcome = string | null
export type RequestActs = {
  grant: (signerId: string) => Promise<Outcome>
  cancel: (reason: string) => Promise<Outcome>
  /** Whether this caller may look at referred checks of identity. */
  mayLook: boolean
}

export function RequestDetail({ id, shareUrl, acts }: { id: string; shareUrl: string; acts: RequestActs }) {
  return (
    <StatusPage
      address={`/api/console/requests/${encodeURIComponent(id)}`}
      grant={(signer) =>
        signer.doing === 'decision' ? <Look request={id} signer={signer} acts={acts} /> : <Grant signer={signer} acts={acts} />
      }
      talk={(signer) => <SignerMessages request={id} signer={signer} />}
      aside={(view) => <Aside view={view} shareUrl={shareUrl} acts={acts} />}
    />
  )
}

function Look({ request, signer, acts }: { request: string; signer: StatusSigner; acts: RequestActs }) {
  const t = useTranslations('console.decision')
  if (!acts.mayLook) return null
  return (
    <ButtonLink size="small" href={`/console/requests/${request}/identity/${signer.id}`}>
      {t('open')}
    </ButtonLink>
  )
}

function Grant({ signer, acts }: { signer: StatusSigner; acts: RequestActs }) {
  const t = useTranslations('status.trouble')
  const { busy, problem, run } = useAct()
  return (
    <>
      <Button size="small" busy={busy} onClick={() => run(() => acts.grant(signer.id))}>
        {t('grant')}
      </Button>
      {problem !== null && (
        <div className="mt-3">
          <Notice tone="bad" focus>
            {problem}
          </Notice>
        </div>
      )}
    </>
  )
}

function Aside({ view, shareUrl, acts }: { view: StatusView; shareUrl: string; acts: RequestActs }) {
  const t = useTranslations('console.detail')
  const entries = Object.entries(view.metadata ?? {})
  const open = view.status === 'pending' || view.status === 'in_progress'
  const files = `/console/requests/${view.id}/download`
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {view.status === 'completed' && (
          <ButtonLink size="small" icon={<Download className="size-4" aria-hidden />} href={files}>
            {t('download')}
          </ButtonLink>
        )}
        {!open && (
          <ButtonLink kind="outline" size="small" icon={<Archive className="size-4" aria-hidden />} href={`${files}?include=audit_trail`}>
            {t('archive')}
          </ButtonLink>
        )}
        <ButtonLink kind="outline" size="small" icon={<Share2 className="size-4" aria-hidden />} href={shareUrl}>
          {t('share')}
        </ButtonLink>
      </div>
      {entries.length > 0 && (
        <section className="rounded-card border border-line bg-paper p-4" aria-label={t('metadata')}>
          <Facts>
            {entries.map(([key, value]) => (
              <Fact key={key} label={key}>
                {typeof value === 'string' ? value : JSON.stringify(value)}
              </Fact>
            ))}
          </Facts>
        </section>
      )}
      {open && <Cancel acts={acts} />}
    </>
  )
}

function Cancel({ acts }: { acts: RequestActs }) {
  const t = useTranslations('console.detail')
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const { busy, problem, run } = useAct()
  if (!asking)
    return (
      <Button kind="quiet-danger" size="small" onClick={() => setAsking(true)}>
        {t('cancel')}
      </Button>
    )
  return (
    <section className="space-y-4 rounded-card border border-line bg-paper p-4" aria-labelledby="cancel-title">
      <div>
        <h2 id="cancel-title" className="font-semibold">
          {t('cancelTitle')}
        </h2>
        <p className="mt-1 text-body text-soft">{t('cancelText')}</p>
      </div>
      <TextArea label={t('reason')} maxLength={1000} rows={3} value={reason} onChange={(event) => setReason(event.target.value)} />
      {problem !== null && (
        <Notice tone="bad" focus>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind="danger" size="small" busy={busy} onClick={() => run(() => acts.cancel(reason))}>
          {t('cancelConfirm')}
        </Button>
        <Button kind="quiet" size="small" onClick={() => setAsking(false)}>
          {t('keep')}
        </Button>
      </div>
    </section>
  )
}

function useAct() {
  const t = useTranslations('console')
  const queries = useQueryClient()
  const [state, setState] = useState<{ busy: boolean; problem: string | null }>({ busy: false, problem: null })
  const run = (act: () => Promise<Outcome>): void => {
    setState({ busy: true, problem: null })
    act().then(
      async (refused) => {
        if (refused === null) await queries.invalidateQueries({ queryKey: ['status'] })
        setState({ busy: false, problem: refused === null ? null : t('problem', { message: refused }) })
      },
      () => setState({ busy: false, problem: t('signIn.failed') }),
    )
  }
  return { ...state, run }
}
