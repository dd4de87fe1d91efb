'use client'
// The signer's messages with the requester, at every place: the button in the frame of the page, and the sheet that it opens.

import { useState } from 'react'
import { MessageCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Composer } from '@/components/conversation/composer'
import { Conversation } from '@/components/conversation/conversation'
import { postMessage } from '@/components/conversation/thread-data'
import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'
import { Sheet } from '@/components/ui/sheet'
import { useJourney } from './journey-data'

/** Where nothing can be written and nothing was, there is nothing to open. */
export function MessagesButton() {
  const t = useTranslations('conversation')
  const { view } = useJourney()
  const [open, setOpen] = useState(false)
  const { by, any, unread } = view.messages
  if (by === null && !any) return null
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        aria-label={unread > 0 ? t('openUnread', { unread }) : t('open')}
        className="relative grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-accent-wash hover:text-ink"
      >
        <MessageCircle className="size-[22px]" strokeWidth={1.75} aria-hidden />
        {unread > 0 && !open && (
          <span
            aria-hidden
            className="absolute top-1 right-0.5 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-accent-ink"
          >
            {unread > 9 ? '9+' : unread}
          </span>
        )}
      </button>
      <span role="status" className="sr-only">
        {unread > 0 && !open && t('unread', { unread })}
      </span>
      <MessagesSheet open={open} onOpenChange={setOpen} />
    </>
  )
}

/** The same from within another text: "Write to Example Bank". */
export function WriteButton() {
  const t = useTranslations('conversation')
  const { view } = useJourney()
  const [open, setOpen] = useState(false)
  if (view.messages.by === null) return null
  return (
    <>
      <Button kind="outline" size="small" icon={<MessageCircle className="size-4" aria-hidden />} onClick={() => setOpen(true)}>
        {t('write', { name: view.requester.name })}
      </Button>
      <MessagesSheet open={open} onOpenChange={setOpen} />
    </>
  )
}

function MessagesSheet({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  const t = useTranslations('conversation')
  const { view, signer, refresh } = useJourney()
  const { name } = view.requester
  const change = (next: boolean) => {
    onOpenChange(next)
    // What was read here is not marked any more.
    if (!next) void refresh()
  }
  const address = `/api/journey/${encodeURIComponent(signer)}/messages`
  return (
    <Sheet open={open} onOpenChange={change} title={t('title', { name })} closeLabel={t('close')}>
      {open &&
        (view.messages.by === 'mail' ? (
          <ByMail address={address} />
        ) : (
          <Conversation address={address} side="signer" other={name} closed={view.messages.by === null} />
        ))}
    </Sheet>
  )
}

/** The requester has no conversation: the words go to its mailbox, and the answer to the signer's. */
function ByMail({ address }: { address: string }) {
  const t = useTranslations('conversation')
  const { view } = useJourney()
  const { name } = view.requester
  const [sent, setSent] = useState(false)
  const write = async (text: string, sentAs: string) => {
    await postMessage(address, text, sentAs)
    setSent(true)
  }
  return (
    <div className="space-y-5 pt-1">
      <p className="text-soft">{t('mail.text', { name, email: view.signer.emailMasked })}</p>
      {sent && <Notice tone="good">{t('mail.sent', { name })}</Notice>}
      <Composer write={write} hint={t('safe')} />
    </div>
  )
}
