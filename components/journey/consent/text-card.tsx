'use client'
// The texts of a page: those that inform, one tap away; those to accept, each with its plain summary, its full text and its own unticked box.

import { useState } from 'react'
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyText } from '@/lib/http/schemas/journey'
import { Sheet } from '@/components/ui/sheet'
import { CheckboxCard } from '@/components/ui/choice'
import { Stack } from '@/components/ui/page/column'
import { useWhen } from '@/components/ui/when'
import { Markdown } from './markdown'
import type { Ticks } from './use-ticks'

/** `labels`: what is agreed to, for a text whose title does not say it. */
export function TextsToAccept({
  texts,
  ticks,
  labels = {},
}: {
  texts: readonly JourneyText[]
  ticks: Ticks
  labels?: Record<string, string>
}) {
  const t = useTranslations('journey.text')
  return (
    <Stack>
      {texts.map((text) =>
        text.notice ? (
          <div key={text.id} className="rounded-card border border-line bg-paper px-4 py-1.5">
            <FullText text={text} label={text.title} />
          </div>
        ) : (
          <CheckboxCard
            key={text.id}
            name={text.id}
            title={labels[text.id] ?? t('accept', { title: text.title })}
            text={text.summary.join(' ')}
            checked={ticks.has(text.id)}
            onChange={(event) => ticks.set(text.id, event.target.checked)}
            after={
              <div className="-mt-2.5 -mb-2">
                <FullText text={text} />
              </div>
            }
          />
        ),
      )}
    </Stack>
  )
}

export function Summary({ lines }: { lines: readonly string[] }) {
  return (
    <ul className="mt-2 space-y-1.5 text-body text-soft">
      {lines.map((line, at) => (
        <li key={at} className="flex gap-2.5">
          <span className="mt-[0.55em] size-1.5 shrink-0 rounded-full bg-edge" aria-hidden />
          <span>{line}</span>
        </li>
      ))}
    </ul>
  )
}

/** Opens everything that is accepted or noted: version and date, the summary, the wording. */
export function FullText({ text, label }: { text: JourneyText; label?: string }) {
  const t = useTranslations('journey.text')
  const when = useWhen()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="-mx-2 inline-flex min-h-11 items-center gap-2 rounded-lg px-2 text-left text-body font-semibold text-accent hover:bg-accent-wash"
      >
        <FileText className="size-[18px] shrink-0" strokeWidth={1.75} aria-hidden />
        <span>
          {label ?? t('read')}
          {label === undefined && <span className="sr-only">: {text.title}</span>}
        </span>
      </button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        wide
        title={text.title}
        closeLabel={t('close')}
        description={t('version', { version: text.version, date: when.calendarDate(text.date.slice(0, 10)) })}
      >
        <Summary lines={text.summary} />
        <div className="mt-5">
          <Markdown source={text.body} />
        </div>
      </Sheet>
    </>
  )
}
