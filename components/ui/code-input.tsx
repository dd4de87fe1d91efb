'use client'
// Boxes for a code, or one open field for a PIN, over ONE real input, so that paste, autofill from a text message and screen readers work as
// everywhere.

import { useState, type ReactNode } from 'react'
import { asciiDigits } from '@/lib/domain/digits'
import { FieldFrame } from './field'
import { useTextedCode } from './use-texted-code'

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  aside?: ReactNode
  value: string
  onChange(value: string): void
  /** The length of a code, a box for each digit. Left out where several lengths are right: boxes would say that a short PIN is unfinished. */
  boxes?: number
  max?: number
  /** Told once all boxes are full. */
  onFull?(): void
  /** Shows dots, and asks password managers to stay away: 'new' while a PIN is chosen, 'current' when it is entered. */
  secret?: false | 'new' | 'current'
  /** Arrives by text message: the browser may offer to fill it in. One such field on a page. */
  oneTime?: boolean
  autoFocus?: boolean
  name?: string
}

export function CodeInput({
  label,
  hint,
  error,
  aside,
  value,
  onChange,
  boxes,
  max = boxes ?? 8,
  onFull,
  secret = false,
  oneTime = false,
  autoFocus = false,
  name,
}: Props) {
  const [focused, setFocused] = useState(false)
  useTextedCode(oneTime, (code) => {
    onChange(code)
    onFull?.()
  })
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <div className="relative">
          <div className="flex gap-2 sm:gap-2.5" aria-hidden>
            {boxes === undefined ? (
              <OpenField value={value} dots={secret !== false} focused={focused} wrong={wiring['aria-invalid'] === true} />
            ) : (
              Array.from({ length: boxes }, (_, at) => (
                <Box
                  key={at}
                  character={value[at]}
                  active={focused && at === Math.min(value.length, boxes - 1)}
                  wrong={wiring['aria-invalid'] === true}
                />
              ))
            )}
          </div>
          <input
            {...wiring}
            value={value}
            name={name}
            type={secret === false ? 'text' : 'password'}
            inputMode="numeric"
            pattern="[0-9]*"
            maxLength={max + 8}
            autoComplete={oneTime ? 'one-time-code' : secret === 'new' ? 'new-password' : secret === 'current' ? 'off' : 'off'}
            autoFocus={autoFocus}
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-1p-ignore={secret !== false ? true : undefined}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            onChange={(event) => {
              const typed = asciiDigits(event.target.value).replace(/\D/g, '').slice(0, max)
              onChange(typed)
              if (typed.length === boxes && value.length < boxes) onFull?.()
            }}
            // The real input lies over the boxes, unseen. Its text has 16 px, so that phones do not zoom in.
            className="absolute inset-0 h-full w-full cursor-text bg-transparent text-base tracking-[1.5em] text-transparent caret-transparent opacity-0 outline-none"
          />
        </div>
      )}
    </FieldFrame>
  )
}

type Look = { active: boolean; wrong: boolean }

function edgeOf({ active, wrong }: Look): string {
  return active ? 'border-2 border-accent ring-[3px] ring-accent-wash' : wrong ? 'border-bad' : 'border-edge'
}

const CARET = <span className="h-6 w-0.5 animate-pulse bg-accent" />

function Box({ character, ...look }: Look & { character: string | undefined }) {
  return (
    <span
      className={`grid h-14 min-w-0 max-w-16 flex-1 place-items-center rounded-control border bg-paper text-2xl font-semibold tabular-nums ${edgeOf(look)}`}
    >
      {character ?? (look.active ? CARET : null)}
    </span>
  )
}

function OpenField({ value, dots, focused, wrong }: { value: string; dots: boolean; focused: boolean; wrong: boolean }) {
  return (
    <span
      className={`flex h-14 w-full items-center gap-3.5 rounded-control border bg-paper px-5 text-2xl font-semibold tabular-nums ${edgeOf({ active: focused, wrong })}`}
    >
      {[...value].map((digit, at) => (dots ? <span key={at} className="size-3 rounded-full bg-ink" /> : <span key={at}>{digit}</span>))}
      {focused && CARET}
    </span>
  )
}
