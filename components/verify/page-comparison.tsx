'use client'
// Shows the pages that were changed after a signature: as they were signed beside as they are now, with the changed places marked and named.

import { useEffect, useRef, useState } from 'react'
import { GitCompareArrows } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { Compared } from '@/lib/http/schemas/compared-pages'
import { Button } from '@/components/ui/button'
import { useAnnounce } from '@/components/ui/live-region'
import { Notice } from '@/components/ui/notice'
import { ask } from './checking'

type Page = Compared['pages'][number]
type Change = Page['unseen'][number]
/** `next`: the page to ask for; null where all were shown. `failed`: what went wrong; null where no answer came. */
type Shown = { pages: readonly Page[]; next: number | null; busy: boolean; failed?: string | null }

/** `signedBytes`: the part of the file that was signed. */
export function PageComparison({ file, signedBytes }: { file: File; signedBytes: number }) {
  const t = useTranslations('verify.compare')
  const announce = useAnnounce()
  const [{ pages, next, busy, failed }, become] = useState<Shown>({ pages: [], next: 1, busy: false })
  const begun = pages.length > 0 || next !== 1

  const show = async (from: number) => {
    become({ pages, next, busy: true })
    const answer = await ask<Compared>(`/api/verify/pages?signed_bytes=${signedBytes}&from=${from}`, file)
    if (answer.state === 'failed') {
      become({ pages, next, busy: false, failed: answer.message })
      return
    }
    const all = [...pages, ...answer.body.pages]
    become({ pages: all, next: answer.body.next, busy: false })
    announce(all.length === 0 ? t('none') : t('shown', { count: all.length }))
  }

  return (
    <div className="mt-4">
      {pages.length > 0 && (
        <div className="grid gap-4">
          {pages.map((page) => (
            <ComparedPage key={page.page} page={page} />
          ))}
        </div>
      )}
      {next === null && pages.length === 0 && <p className="text-body">{t('none')}</p>}
      {failed !== undefined && (
        <div className="mt-3">
          <Notice tone="bad" title={t('failed')}>
            {failed ?? t('network')}
          </Notice>
        </div>
      )}
      {next !== null && (
        <div className="mt-3" data-screen-only>
          <Button
            kind="outline"
            size="small"
            icon={<GitCompareArrows className="size-5" aria-hidden />}
            busy={busy}
            onClick={() => void show(next)}
          >
            {begun ? t('more') : t('show')}
          </Button>
        </div>
      )}
    </div>
  )
}

/** The first one of an answer takes the focus: the button that asked for it may be gone. */
function ComparedPage({ page: { page, before, now, marks, unseen } }: { page: Page }) {
  const t = useTranslations('verify.compare')
  const [large, setLarge] = useState(false)
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus()
  }, [])
  return (
    <section className="rounded-card border border-line bg-ground p-4">
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-2">
        <h5 ref={title} tabIndex={-1} className="font-semibold">
          {t('page', { page })}
        </h5>
        <div className="hidden sm:block" data-screen-only>
          <Button kind="quiet" size="small" onClick={() => setLarge(!large)}>
            {large ? t('beside') : t('large')}
          </Button>
        </div>
      </div>
      <div className={`mt-1 grid gap-4 ${large ? '' : 'sm:grid-cols-2'}`}>
        <Picture png={before} label={t('before')} alt={t('beforeAlt', { page })} absent={t('added')} marks={marks} />
        <Picture png={now} label={t('now')} alt={t('nowAlt', { page })} absent={t('removed')} marks={marks} />
      </div>
      {marks.length > 0 && (
        <ol className="mt-4 grid gap-2 text-body">
          {byChange(marks).map(({ change, numbers }) => (
            // What was drawn never changes, so the numbers of its marks name a change.
            <li key={numbers[0]} className="flex gap-2.5">
              <span className="mt-0.5 flex max-w-2/5 shrink-0 flex-wrap gap-1" aria-hidden>
                {numbers.map((number) => (
                  <span key={number} className="sheet-change-number">
                    {number}
                  </span>
                ))}
              </span>
              <span className="min-w-0">
                <span className="sr-only">{t('mark', { count: numbers.length, numbers: numbers.join(', ') })} </span>
                {change === null ? t('other') : <Told change={change} />}
              </span>
            </li>
          ))}
        </ol>
      )}
      {unseen.length > 0 && (
        <div className="mt-4 text-body">
          <p className="font-medium">{t('unseen')}</p>
          <ul className="mt-1 list-disc pl-5">
            {unseen.map((change, index) => (
              <li key={index}>
                <Told change={change} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

/** One change may show at several places, which are named together. */
function byChange(marks: Page['marks']): { change: Change | null; numbers: number[] }[] {
  const groups = new Map<string, { change: Change | null; numbers: number[] }>()
  for (const [index, { change }] of marks.entries()) {
    const key = change === null ? '' : `${change.kind} ${change.field ?? ''}`
    const group = groups.get(key) ?? { change, numbers: [] }
    group.numbers.push(index + 1)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function Told({ change: { kind, field } }: { change: Change }) {
  const t = useTranslations('verify.changes')
  const message = useTranslations('changes')(kind)
  return field === null ? message : `${message} ${t('field', { field })}`
}

type PictureOf = { png: string | null; label: string; alt: string; absent: string; marks: Page['marks'] }

function Picture({ png, label, alt, absent, marks }: PictureOf) {
  return (
    <figure className="min-w-0 print:break-inside-avoid">
      <figcaption className="text-small font-medium text-soft">{label}</figcaption>
      {png === null ? (
        <p className="mt-1 rounded border border-dashed border-edge px-4 py-8 text-center text-body text-soft">{absent}</p>
      ) : (
        <div className="sheet relative mt-1 border border-edge">
          {/* oxlint-disable-next-line nextjs/no-img-element -- a picture of this answer alone: nothing to optimise, nowhere to be fetched again */}
          <img src={`data:image/png;base64,${png}`} alt={alt} className="block h-auto w-full" />
          {marks.map(({ x, y, width, height }, index) => (
            <span key={index} aria-hidden className="sheet-change" style={boxed([x, y, width, height])}>
              <span className="sheet-change-number">{index + 1}</span>
            </span>
          ))}
        </div>
      )}
    </figure>
  )
}

function boxed(parts: readonly [left: number, top: number, width: number, height: number]) {
  const [left, top, width, height] = parts.map((part) => `${part * 100}%`)
  return { left, top, width, height }
}
