'use client'
// The requester's messages with one signer: a button on the signer's card that tells what is unread, and the sheet that it opens.

import { useState } from 'react'
import { MessageCircle } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { StatusSigner } from '@/lib/http/schemas/status'
import { Conversation } from '@/components/conversation/conversation'
import { Button } from '@/components/ui/button'
import { Sheet } from '@/components/ui/sheet'

export function SignerMessages({ request, signer }: { request: string; signer: StatusSigner }) {
  const t = useTranslations('conversation')
  const [open, setOpen] = useState(false)
  const unread = signer.unread ?? 0
  if (signer.doing === 'erased' || signer.doing === 'not_invited') return null
  const address = `/api/console/requests/${encodeURIComponent(request)}/signers/${encodeURIComponent(signer.id)}/messages`
  return (
    <div className="mt-3">
      <Button
        kind={unread > 0 ? 'primary' : 'outline'}
        size="small"
        icon={<MessageCircle className="size-4" aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {unread > 0 ? t('unread', { unread }) : t('open')}
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title={t('title', { name: signer.name })} closeLabel={t('close')}>
        {open && (
          <Conversation
            address={address}
            side="requester"
            other={signer.name}
            closed={signer.doing === 'signed' || signer.doing === 'seal'}
          />
        )}
      </Sheet>
    </div>
  )
}
