'use client'
// One message as its reader sees it: a mail in a sandboxed frame, a text message as a bubble.

import { ArrowLeft, Paperclip } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { OutboxMessage } from '@/lib/http/schemas/outbox'
import { useWhen } from '@/components/ui/when'
import { Button } from '@/components/ui/button'
import { Tag } from '@/components/ui/card'

const TONE = { queued: 'accent', sent: 'good', kept: 'accent', failed: 'bad' } as const

export function OutboxMessageView({ message, onBack }: { message: OutboxMessage | undefined; onBack: () => void }) {
  const t = useTranslations('outbox')
  const { moment } = useWhen()
  if (message === undefined) return <p className="text-soft">{t('choose')}</p>
  const state = message.state === 'queued' || message.state === 'sent' || message.state === 'failed' ? message.state : 'kept'
  return (
    <article className="lg:sticky lg:top-6">
      <div className="mb-3 lg:hidden">
        <Button kind="quiet" size="small" icon={<ArrowLeft className="size-5" aria-hidden />} onClick={onBack}>
          {t('back')}
        </Button>
      </div>
      <header className="rounded-t-card border border-b-0 border-line bg-paper p-4">
        <div className="flex items-start justify-between gap-4">
          <h2 className="min-w-0 font-semibold break-words">{message.channel === 'email' ? message.subject : t('sms')}</h2>
          <span className="shrink-0">
            <Tag tone={TONE[state]}>{t(`state.${state}`)}</Tag>
          </span>
        </div>
        <p className="mt-1 text-sm break-words text-soft">
          {t('to', { address: message.to })} · {moment(message.created_at)}
        </p>
        {message.attachments.length > 0 && (
          <p className="mt-2 flex items-start gap-2 text-sm text-soft">
            <Paperclip className="mt-0.5 size-4 shrink-0" aria-hidden />
            <span className="min-w-0 break-words">
              {t('attachments', { count: message.attachments.length, names: message.attachments.join(', ') })}
            </span>
          </p>
        )}
      </header>
      {message.channel === 'email' ? <MailFrame html={message.html} title={t('body')} /> : <Bubble text={message.text} />}
    </article>
  )
}

/** No scripts, no forms, an origin of its own; a link opens in the whole window when somebody clicks it. */
function MailFrame({ html, title }: { html: string; title: string }) {
  return (
    <iframe
      title={title}
      srcDoc={html.replace('<head>', '<head><base target="_top">')}
      sandbox="allow-top-navigation-by-user-activation"
      className="h-[min(980px,120vh)] w-full rounded-b-card border border-line bg-paper"
    />
  )
}

function Bubble({ text }: { text: string }) {
  return (
    <div className="rounded-b-card border border-line bg-desk p-6">
      <p className="max-w-[34ch] rounded-[20px] rounded-bl-md bg-paper px-4 py-3 break-words whitespace-pre-wrap shadow-control">{text}</p>
    </div>
  )
}
