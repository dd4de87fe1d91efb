'use client'
// A text to accept: its plain summary, the full text one tap away, version and date, and its own unticked box.

import { useState } from 'react'
import { FileText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { JourneyText } from '@/lib/http/schemas/journey'
import { Sheet } from '@/components/ui/sheet'
import { CheckboxCard } from '@/components/ui/choice'
import { useWhen } from '@/components/ui/when'
import { Markdown } from './markdown'

export function TextCard({
  text,
  checked,
  onChange,
  label,
}: {
  text: JourneyText
  checked: boolean
  onChange(checked: boolean): void
  label: string
}) {
  return (
    <section className="rounded-card border border-line bg-paper" aria-labelledby={`text-${text.id}`}>
      <div className="p-4">
        <h2 id={`text-${text.id}`} className="font-semibold">
          {text.title}
        </h2>
        <Summary lines={text.summary} />
        <FullText text={text} />
      </div>
      <div className="border-t border-line [&>div]:rounded-t-none [&>div]:border-0">
        <CheckboxCard title={label} checked={checked} onChange={(event) => onChange(event.target.checked)} name={text.id} />
      </div>
    </section>
  )
}

/** A text that informs: its title and first line, the rest one tap away. Nobody is asked to accept it. `brief`: the page says it already. */
export function NoticeOf({ text, brief = false }: { text: JourneyText; brief?: boolean }) {
  const t = useTranslations('journey.text')
  return (
    <section className="rounded-card border border-line bg-paper px-4 pt-3 pb-2" aria-labelledby={`text-${text.id}`}>
      <h2 id={`text-${text.id}`} className="font-semibold">
        {text.title}
      </h2>
      {!brief && <p className="mt-1 text-body text-soft">{text.summary[0]}</p>}
      <FullText text={text} label={t('readNotice')} />
    </section>
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

export function FullText({ text, label }: { text: JourneyText; label?: string }) {
  const t = useTranslations('journey.text')
  const when = useWhen()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="-mx-2 mt-2 inline-flex min-h-11 items-center gap-2 rounded-lg px-2 text-body font-semibold text-accent hover:bg-accent-wash"
      >
        <FileText className="size-[18px]" strokeWidth={1.75} aria-hidden />
        <span>
          {label ?? t('read')}
          <span className="sr-only">: {text.title}</span>
        </span>
      </button>
      <p className="text-small text-soft">{t('version', { version: text.version, date: when.calendarDate(text.date.slice(0, 10)) })}</p>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        wide
        title={text.title}
        closeLabel={t('close')}
        description={t('version', { version: text.version, date: when.calendarDate(text.date.slice(0, 10)) })}
      >
        <Markdown source={text.body} />
      </Sheet>
    </>
  )
}
