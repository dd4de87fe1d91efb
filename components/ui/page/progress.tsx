'use client'
// Where the signer is: a thin bar, the name of the step and its number; the list of all steps opens on demand.

import { Check, ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'

export type ProgressStep = { name: string; state: 'done' | 'now' | 'next' }

export function Progress({
  steps,
  count,
  now,
  doneLabel,
  nowLabel,
  listLabel,
}: {
  steps: readonly ProgressStep[]
  /** "Step 3 of 9" */
  count: string
  now: string
  doneLabel: string
  nowLabel: string
  listLabel: string
}) {
  const [open, setOpen] = useState(false)
  const list = useId()
  const done = steps.filter((step) => step.state === 'done').length
  const share = steps.length === 0 ? 100 : ((done + (done < steps.length ? 0.5 : 0)) / steps.length) * 100
  return (
    <nav aria-label={listLabel} data-screen-only>
      <div className="h-[3px] bg-line">
        <div className="h-full bg-accent transition-[width] duration-500" style={{ width: `${share}%` }} />
      </div>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={list}
        onClick={() => setOpen(!open)}
        className="mx-auto flex min-h-11 w-full max-w-column items-center justify-between gap-4 px-5 text-left text-small text-soft"
      >
        <span className="font-medium text-ink">{now}</span>
        <span className="inline-flex shrink-0 items-center gap-1">
          {count}
          <ChevronDown className={`size-4 transition-transform ${open ? 'rotate-180' : ''}`} aria-hidden />
        </span>
      </button>
      <ol id={list} hidden={!open} className="mx-auto max-w-column border-b border-line px-5 pb-4 text-body">
        {steps.map((step, at) => (
          <li key={at} aria-current={step.state === 'now' ? 'step' : undefined} className="flex items-center gap-3 py-1.5">
            <span
              className={`grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold ${
                step.state === 'done'
                  ? 'bg-good-wash text-good'
                  : step.state === 'now'
                    ? 'bg-accent text-accent-ink'
                    : 'border border-line text-soft'
              }`}
            >
              {step.state === 'done' ? <Check className="size-3.5" strokeWidth={3} aria-hidden /> : at + 1}
            </span>
            <span className={step.state === 'now' ? 'font-semibold' : step.state === 'done' ? '' : 'text-soft'}>
              {step.name}
              {step.state !== 'next' && <span className="sr-only">, {step.state === 'done' ? doneLabel : nowLabel}</span>}
            </span>
          </li>
        ))}
      </ol>
    </nav>
  )
}
