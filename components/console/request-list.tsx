'use client'
// The list of requests: one card per request with its documents, how far the signers are, and its status.

import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { Tag } from '@/components/ui/card'

const TONE = { pending: 'accent', in_progress: 'accent', completed: 'good', expired: 'warn', cancelled: 'bad' } as const

export type ListedRequest = {
  id: string
  title: string
  signers: string
  signed: number
  total: number
  status: keyof typeof TONE
  /** RFC 3339. */
  created: string
}

export function RequestList({ requests }: { requests: readonly ListedRequest[] }) {
  const t = useTranslations('console')
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-paper">
      {requests.map((request) => (
        <li key={request.id}>
          <a href={`/console/requests/${request.id}`} className="flex items-center gap-4 px-4 py-3.5 hover:bg-accent-wash">
            <span className="min-w-0 flex-1">
              <span className="block font-semibold break-words">{request.title}</span>
              <span className="mt-0.5 block text-sm break-words text-soft" dir="auto">
                {request.signers}
              </span>
              <span className="block text-small text-soft">
                <LocalTime iso={request.created} year /> · {t('signed', { done: request.signed, total: request.total })}
              </span>
            </span>
            <span className="shrink-0">
              <Tag tone={TONE[request.status]}>{t(`filter.${request.status}`)}</Tag>
            </span>
            <ChevronRight className="hidden size-5 shrink-0 text-soft sm:block" aria-hidden />
          </a>
        </li>
      ))}
    </ul>
  )
}
