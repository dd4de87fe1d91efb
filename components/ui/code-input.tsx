'use client'
// Boxes for a PIN or a code over ONE real input, so that paste, autofill from a text message and screen readers work as everywhere.

import { useState, type ReactNode } from 'react'
import { FieldFrame } from './field'

type Props = {
  label: ReactNode
  hint?: ReactNode
  error?: ReactNode
  aside?: ReactNode
  value: string
  onChange(value: string): void
  /** How many boxes are shown at first; more are shown as the value grows, up to `max`. */
  boxes: number
  max?: number
  /** Shows dots, and asks password managers to stay away: 'new' while a PIN is chosen, 'current' when it is entered. */
  secret?: false | 'new' | 'current'
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
  max = boxes,
  secret = false,
  oneTime = false,
  autoFocus = false,
  name,
}: Props) {
  const [focused, setFocused] = useState(false)
  const shown = Math.min(max, Math.max(boxes, value.length))
  const active = focused ? Math.min(value.length, shown - 1) : -1
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <div className="relative">
          <div className="flex gap-2 sm:gap-2.5" aria-hidden>
            {Array.from({ length: shown }, (_, at) => (
              <Box key={at} character={value[at]} dot={secret !== false} active={at === active} wrong={wiring['aria-invalid'] === true} />
            ))}
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
            onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, max))}
            // The real input lies over the boxes, unseen. Its text has 16 px, so that phones do not zoom in.
            className="absolute inset-0 h-full w-full cursor-text bg-transparent text-base tracking-[1.5em] text-transparent caret-transparent opacity-0 outline-none"
          />
        </div>
      )}
    </FieldFrame>
  )
}

function Box({ character, dot, active, wrong }: { character: string | undefined; dot: boolean; active: boolean; wrong: boolean }) {
  const edge = active ? 'border-accent ring-[3px] ring-accent-wash border-2' : wrong ? 'border-bad' : 'border-edge'
  return (
    <span
      className={`grid h-14 min-w-0 max-w-16 flex-1 place-items-center rounded-control border bg-paper text-2xl font-semibold tabular-nums ${edge}`}
    >
      {character === undefined ? null : dot ? <span className="size-2.5 rounded-full bg-ink" /> : character}
      {character === undefined && active && <span className="h-6 w-0.5 animate-pulse bg-accent" />}
    </span>
  )
}
