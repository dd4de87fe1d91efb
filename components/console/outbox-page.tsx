'use client'
// The outbox: the list of messages on one side, the chosen one as its reader would see it on the other; follows live.

import { useState } from 'react'
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { Inbox, Mail, MessageSquareText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Outbox, OutboxMessage } from '@/lib/http/schemas/outbox'
import { useWhen } from '@/components/ui/when'
import { Notice } from '@/components/ui/notice'
import { Message } from '@/components/ui/page/message'
import { Skeleton } from '@/components/ui/skeleton'
import { OutboxMessageView } from './outbox-message'

const EVERY_MS = 2_000

export function OutboxPage() {
  const [queries] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queries}>
      <Following />
    </QueryClientProvider>
  )
}

async function read(): Promise<Outbox> {
  const response = await fetch('/api/outbox')
  if (!response.ok) throw new Error(`the outbox answered ${response.status}`)
  return (await response.json()) as Outbox
}

function Following() {
  const t = useTranslations('outbox')
  const { data, error } = useQuery({ queryKey: ['outbox'], queryFn: read, refetchInterval: EVERY_MS, networkMode: 'always', retry: 1 })
  if (data === undefined && error === null) return <Loading label={t('loading')} />
  if (data === undefined)
    return (
      <div className="mx-auto max-w-column px-5 py-10">
        <Notice tone="warn">{t('problem')}</Notice>
      </div>
    )
  if (data.messages.length === 0) return <Message icon={Inbox} title={t('empty.title')} text={t('empty.text')} />
  return <Messages messages={data.messages} stale={error !== null} />
}

function Messages({ messages, stale }: { messages: readonly OutboxMessage[]; stale: boolean }) {
  const t = useTranslations('outbox')
  const [chosen, choose] = useState<string | null>(null)
  const shown = messages.find(({ id }) => id === chosen)
  return (
    <main className="mx-auto w-full max-w-[1200px] flex-1 px-5 py-7 md:py-10">
      <div className={shown === undefined ? '' : 'max-lg:sr-only'}>
        <h1 className="display-serif">{t('title')}</h1>
        <p className="mt-2 max-w-[64ch] text-soft">{t('lead')}</p>
      </div>
      {stale && (
        <div className="mt-4">
          <Notice tone="warn">{t('problem')}</Notice>
        </div>
      )}
      <div className="mt-6 grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(300px,2fr)_3fr] lg:items-start">
        <ul className={`space-y-2 ${shown === undefined ? '' : 'hidden lg:block'}`}>
          {messages.map((message) => (
            <li key={message.id}>
              <Row message={message} current={message.id === (shown ?? messages[0])?.id} onChoose={() => choose(message.id)} />
            </li>
          ))}
        </ul>
        <div className={shown === undefined ? 'hidden lg:block' : ''}>
          <OutboxMessageView message={shown ?? messages[0]} onBack={() => choose(null)} />
        </div>
      </div>
    </main>
  )
}

function Row({ message, current, onChoose }: { message: OutboxMessage; current: boolean; onChoose: () => void }) {
  const t = useTranslations('outbox')
  const { moment } = useWhen()
  const Icon = message.channel === 'email' ? Mail : MessageSquareText
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-current={current || undefined}
      className={`flex w-full items-start gap-3 rounded-card border bg-paper p-4 text-left hover:bg-accent-wash ${current ? 'lg:border-accent' : ''} border-line`}
    >
      <Icon className="mt-0.5 size-5 shrink-0 text-accent" strokeWidth={1.75} aria-label={t(message.channel)} />
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 leading-snug font-semibold break-words">
          {message.channel === 'email' ? message.subject : message.text}
        </span>
        <span className="mt-1 block truncate text-sm text-soft">{t('to', { address: message.to })}</span>
        <span className="block text-small text-soft">{moment(message.created_at)}</span>
      </span>
    </button>
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div className="mx-auto w-full max-w-[1200px] px-5 py-10" role="status" aria-label={label}>
      <Skeleton className="h-9 w-48" />
      <div className="mt-8 grid gap-6 lg:grid-cols-[2fr_3fr]">
        <Skeleton className="h-72 rounded-card" />
        <Skeleton className="hidden h-96 rounded-card lg:block" />
      </div>
    </div>
  )
}
