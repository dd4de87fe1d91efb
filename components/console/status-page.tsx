'use client'
// The status of one request, following live: who must do what, why something is stuck and what helps, and what happened so far.

import { useState, type ReactNode } from 'react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { CircleSlash } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { StatusSigner, StatusView } from '@/lib/http/schemas/status'
import { Notice } from '@/components/ui/notice'
import { Message } from '@/components/ui/page/message'
import { Skeleton } from '@/components/ui/skeleton'
import { SignerCard } from './signer-card'
import { StatusHead } from './status-head'
import { Timeline } from './timeline'

const OPEN_MS = 2_000
const ENDED_MS = 30_000

class StatusProblem extends Error {
  constructor(readonly status: number) {
    super(`the status could not be read: ${status}`)
  }
}

async function read(address: string): Promise<StatusView> {
  const response = await fetch(address, { headers: { accept: 'application/json' } })
  if (!response.ok) throw new StatusProblem(response.status)
  return (await response.json()) as StatusView
}

type Remedies = {
  grant?: (signer: StatusSigner) => ReactNode
  talk?: (signer: StatusSigner) => ReactNode
  aside?: (view: StatusView) => ReactNode
}

/** `address`: from where the view is read. `grant`, `talk` and `aside` are for a reader who may act. */
export function StatusPage(props: { address: string } & Remedies) {
  const [queries] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queries}>
      <Following {...props} />
    </QueryClientProvider>
  )
}

function Following({ address, ...remedies }: { address: string } & Remedies) {
  const t = useTranslations('status')
  const { data, error } = useQuery<StatusView, StatusProblem>({
    queryKey: ['status', address],
    queryFn: () => read(address),
    networkMode: 'always',
    retry: 1,
    refetchInterval: ({ state }) => (state.data && ['completed', 'cancelled', 'expired'].includes(state.data.status) ? ENDED_MS : OPEN_MS),
  })
  if (error?.status === 404) return <Message icon={CircleSlash} title={t('notFound.title')} text={t('notFound.text')} />
  if (!data) return <Loading label={t('loading')} />
  return <Shown view={data} stale={error !== null} {...remedies} />
}

function Shown({ view, stale, grant, talk, aside }: { view: StatusView; stale: boolean } & Remedies) {
  const t = useTranslations('status')
  return (
    <main className="mx-auto w-full max-w-[1080px] flex-1 px-5 py-7 md:py-10">
      {stale && (
        <div className="mb-5">
          <Notice tone="warn">{t('offline')}</Notice>
        </div>
      )}
      <StatusHead view={view} />
      <div className="mt-6 grid gap-6 lg:grid-cols-2 lg:items-start">
        <div className="space-y-3">
          <h2 className="sr-only">{t('people')}</h2>
          {view.signers.map((signer) => (
            <SignerCard key={signer.id} signer={signer} grant={grant?.(signer)} talk={talk?.(signer)} />
          ))}
          <section className="rounded-card border border-line bg-paper p-4" aria-label={t('documents')}>
            <ul className="divide-y divide-line">
              {view.documents.map((document) => (
                <li key={document.id} className="flex items-baseline justify-between gap-4 py-2.5 first:pt-0 last:pb-0">
                  <span className="min-w-0 font-serif break-words">{document.name}</span>
                  <span className="shrink-0 text-sm text-soft">{t('pages', { count: document.pages })}</span>
                </li>
              ))}
            </ul>
          </section>
          {aside?.(view)}
        </div>
        <Timeline groups={view.timeline} />
      </div>
      <p className="mt-8 text-sm text-soft">{t('reference', { id: view.id })}</p>
    </main>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div className="mx-auto w-full max-w-[1080px] px-5 py-10" role="status" aria-label={label}>
      <Skeleton className="h-9 w-2/3" />
      <Skeleton className="mt-4 h-4 w-1/3" />
      <div className="mt-8 grid gap-6 lg:grid-cols-2">
        <Skeleton className="h-40 rounded-card" />
        <Skeleton className="h-72 rounded-card" />
      </div>
    </div>
  )
}
