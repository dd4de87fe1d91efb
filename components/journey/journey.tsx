'use client'
// The signer's journey, one page for all places: reads the view, keeps it fresh, and shows the place that `locate` answered.

import { useEffect, useRef, useState } from 'react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import type { WhomToAsk } from '@/lib/http/schemas/invitation'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { LiveRegion } from '@/components/ui/live-region'
import { ColumnSkeleton, Skeleton } from '@/components/ui/skeleton'
import { JourneyProvider, useJourneyView } from './journey-data'
import { JourneyShell } from './journey-shell'
import { Place, placeKey } from './place'
import { SessionEnded } from './closed/session-ended'
import { Unreachable } from './closed/unreachable'

/** `ask` and `support`: for the page that says that the session is over. */
type Props = { signer: string; ask: WhomToAsk | null; support: string | null }

export function Journey(props: Props) {
  const [queries] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={queries}>
      <LiveRegion>
        <JourneyPage {...props} />
      </LiveRegion>
    </QueryClientProvider>
  )
}

function JourneyPage({ signer, ask, support }: Props) {
  const t = useTranslations('journey')
  const { data: view, dataUpdatedAt, error, refetch } = useJourneyView(signer)
  if (error?.code === 'SESSION_ENDED' || error?.code === 'NOT_FOUND') return <SessionEnded signer={signer} ask={ask} support={support} />
  if (view === undefined)
    return error === null ? <Opening label={t('opening')} /> : <Unreachable onRetry={() => void refetch()} problem={error} />
  return (
    <JourneyProvider signer={signer} view={view} readAt={dataUpdatedAt}>
      <JourneyShell stale={error !== null}>
        <FreshHeading view={view} />
        <div data-place={placeKey(view)} className="contents">
          <Place key={placeKey(view)} />
        </div>
      </JourneyShell>
    </JourneyProvider>
  )
}

function Opening({ label }: { label: string }) {
  return (
    <div className="min-h-dvh">
      <div className="flex h-14 items-center gap-2.5 border-b border-line bg-paper px-5">
        <Skeleton className="size-7" />
        <Skeleton className="h-4 w-32" />
      </div>
      <ColumnSkeleton label={label} />
    </div>
  )
}

/** At every new place but the first, scrolls to the top and gives the heading the focus, so that a screen reader begins there. */
function FreshHeading({ view }: { view: JourneyView }) {
  const key = placeKey(view)
  const shown = useRef(key)
  useEffect(() => {
    const heading = document.querySelector<HTMLElement>('main h1')
    if (heading !== null) document.title = `${heading.textContent ?? ''} · ${view.requester.name}`
    if (shown.current === key) return
    shown.current = key
    window.scrollTo({ top: 0 })
    heading?.focus({ preventScroll: true })
  }, [key, view.requester.name])
  return null
}
