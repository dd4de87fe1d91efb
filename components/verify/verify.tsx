'use client'
// Takes files, by hand or dropped, has one after the other checked, and shows a report of each.

import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { FileSearch, Printer } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { LiveRegion, useAnnounce } from '@/components/ui/live-region'
import { Notice } from '@/components/ui/notice'
import { check, type Checked, type Item } from './checking'
import { FileReport, verdictOf } from './file-report'

/** So that nobody waits for hours by mistake. */
const MOST_FILES = 20

export function Verify() {
  return (
    <LiveRegion>
      <Checks />
    </LiveRegion>
  )
}

function Checks() {
  const t = useTranslations('verify')
  const announce = useAnnounce()
  const [items, setItems] = useState<readonly Item[]>([])
  const [tooMany, setTooMany] = useState(false)
  const next = useRef(0)
  const results = useRef<HTMLHeadingElement>(null)
  /** One file after the other. */
  const line = useRef(Promise.resolve())
  const busy = items.filter(({ state }) => state === 'waiting' || state === 'checking').length

  const become = ({ id, file }: Item, state: Checked | { state: 'waiting' | 'checking' }) =>
    setItems((all) => all.map((item) => (item.id === id ? { id, file, ...state } : item)))
  const enter = (item: Item) => {
    line.current = line.current.then(async () => {
      become(item, { state: 'checking' })
      const checked = await check(item.file)
      become(item, checked)
      const verdict = checked.state === 'done' ? t(`${verdictOf(checked.report)}.title`) : t('failed')
      announce(t('checked', { name: item.file.name, verdict }))
    })
  }

  const take = (files: readonly File[]) => {
    if (files.length === 0) return
    const room = MOST_FILES - busy
    setTooMany(files.length > room)
    const taken = files.slice(0, room).map((file): Item => ({ id: ++next.current, file, state: 'waiting' }))
    setItems((all) => [...all, ...taken])
    taken.forEach(enter)
    requestAnimationFrame(() => results.current?.focus())
  }
  const again = (item: Item) => {
    become(item, { state: 'waiting' })
    enter(item)
  }

  return (
    <main className="mx-auto w-full max-w-[760px] flex-1 px-5 py-8 md:py-12">
      <h1 className="display-serif">{t('title')}</h1>
      <p className="mt-3 max-w-[56ch] text-lead leading-relaxed text-soft">{t('lead')}</p>
      <div className="mt-6" data-screen-only>
        <DropArea small={items.length > 0} take={take} />
        {tooMany && (
          <div className="mt-3">
            <Notice tone="warn">{t('tooMany', { most: MOST_FILES })}</Notice>
          </div>
        )}
      </div>
      {items.length > 0 && (
        <section className="mt-8 grid gap-5">
          <h2 ref={results} tabIndex={-1} className="sr-only">
            {t('reports')}
          </h2>
          {busy > 0 && items.length > 1 && <Progress done={items.length - busy} count={items.length} />}
          {items.map((item) => (
            <FileReport key={item.id} item={item} again={() => again(item)} />
          ))}
          {busy === 0 && (
            <div className="flex flex-wrap gap-3" data-screen-only>
              {items.some(({ state }) => state === 'done') && (
                <Button kind="outline" size="small" icon={<Printer className="size-5" aria-hidden />} onClick={() => window.print()}>
                  {t('print')}
                </Button>
              )}
              <Button kind="quiet" size="small" onClick={() => setItems([])}>
                {t('clear')}
              </Button>
            </div>
          )}
        </section>
      )}
    </main>
  )
}

function Progress({ done, count }: { done: number; count: number }) {
  const t = useTranslations('verify')
  return (
    <div data-screen-only>
      <p id="progress" className="text-body text-soft">
        {t('progress', { done, count })}
      </p>
      <progress className="verify-progress" value={done} max={count} aria-labelledby="progress" />
    </div>
  )
}

/** Files may be dropped anywhere: beside this area, the browser would open them, and the reports would be gone. */
function DropArea({ small, take }: { small: boolean; take: (files: readonly File[]) => void }) {
  const t = useTranslations('verify')
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drag = useEffectEvent((event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    // Nothing is beside where the files leave the window.
    setOver(event.type === 'dragover' || (event.type === 'dragleave' && event.relatedTarget !== null))
    if (event.type === 'drop') take([...event.dataTransfer.files])
  })
  useEffect(() => {
    const kinds = ['dragover', 'dragleave', 'drop'] as const
    const listen = (event: DragEvent) => drag(event)
    for (const kind of kinds) window.addEventListener(kind, listen)
    return () => kinds.forEach((kind) => window.removeEventListener(kind, listen))
  }, [])
  return (
    <div
      className={`grid justify-items-center rounded-card border-2 border-dashed text-center ${small ? 'gap-2 p-4' : 'gap-3 px-5 py-9'} ${over ? 'border-accent bg-accent-wash' : 'border-edge bg-paper'}`}
    >
      {!small && <FileSearch className="size-8 text-accent" strokeWidth={1.5} aria-hidden />}
      <p className="font-semibold">{t('drop')}</p>
      <p id="kinds" className="max-w-[44ch] text-body text-soft">
        {t('kinds')}
      </p>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ target }) => {
          take([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <Button size={small ? 'small' : 'normal'} aria-describedby="kinds" onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
    </div>
  )
}
