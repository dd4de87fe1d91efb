'use client'
// The journey's frame: the requester's brand, help, the test ribbon, how far one is, and whether we are connected.

import { useState, type ReactNode } from 'react'
import { CircleHelp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Shell } from '@/components/ui/page/shell'
import { Ribbon } from '@/components/ui/page/ribbon'
import { Progress } from '@/components/ui/page/progress'
import { Offline } from '@/components/ui/offline'
import { postAct } from './journey-client'
import { useJourney } from './journey-data'
import { ContinueElsewhere } from './continue-elsewhere'
import { HelpSheet } from './help-sheet'
import { MessagesButton } from './messages'
import { pageOf, pagesOf } from './pages'
import { useOneLanguage } from './use-one-language'

export function JourneyShell({ stale, children }: { stale: boolean; children: ReactNode }) {
  const t = useTranslations('journey')
  const { signer, view } = useJourney()
  const [help, setHelp] = useState(false)
  useOneLanguage()
  return (
    <Shell
      brand={{ name: view.requester.name, colour: view.requester.color }}
      actions={
        <span className="flex shrink-0 items-center">
          <MessagesButton />
          <button
            type="button"
            onClick={() => setHelp(true)}
            aria-label={t('help.open')}
            className="-mr-2.5 grid size-11 shrink-0 place-items-center rounded-full text-soft hover:bg-accent-wash hover:text-ink"
          >
            <CircleHelp className="size-[22px]" strokeWidth={1.75} aria-hidden />
          </button>
        </span>
      }
      ribbon={view.qualified ? undefined : <Ribbon>{t(view.signedBy === 'key' ? 'test' : 'testSimple')}</Ribbon>}
      progress={<JourneyProgress />}
      keepLanguage={(language) => postAct(signer, { act: 'set_language', language })}
    >
      <Offline stale={stale} />
      {view.activeHere && <ContinueElsewhere />}
      {children}
      <HelpSheet open={help} onOpenChange={setHelp} />
    </Shell>
  )
}

function JourneyProgress() {
  const t = useTranslations('journey')
  const { view } = useJourney()
  const { place } = view
  const itinerary = pagesOf(view.itinerary)
  if (place.at === 'closed' || (place.at === 'waiting' && place.for === 'turn') || itinerary.length === 0) return null
  const current = itinerary.findIndex((entry) => (place.at === 'step' ? entry.step === pageOf(place.step) : !entry.done))
  const at = current === -1 ? itinerary.length - 1 : current
  const step = itinerary[at]?.step ?? 'terms'
  const checking = place.at === 'waiting' && (place.for === 'checking' || place.for === 'decision') && place.for
  const sealing = place.at === 'waiting' && place.for === 'seal'
  return (
    <Progress
      steps={itinerary.map((entry, index) => ({
        name: t(`steps.${entry.step}`),
        state: index === at && !sealing ? 'now' : entry.done || sealing ? 'done' : 'next',
      }))}
      now={sealing ? t('steps.sealing') : checking ? t(`steps.${checking}`) : t(`steps.${step}`)}
      count={t('progress.count', { now: at + 1, all: itinerary.length })}
      doneLabel={t('progress.done')}
      nowLabel={t('progress.now')}
      listLabel={t('progress.list')}
    />
  )
}
