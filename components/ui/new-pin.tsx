'use client'
// A new PIN of 4 to 8 digits, typed twice. The server refuses weak ones (it knows the phone and the dates too) and says why.

import { useRef, useState } from 'react'
import { Eye, EyeOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CodeInput } from './code-input'

const SHORTEST = 4

export type NewPinState = ReturnType<typeof useNewPin>

export function useNewPin() {
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const fields = useRef<HTMLDivElement>(null)
  return {
    pin,
    again,
    asked,
    fields,
    setAgain,
    setPin: (value: string) => {
      setPin(value)
      setAsked(false)
    },
    /** Says beside the fields what is not. */
    isRight: () => {
      setAsked(true)
      return pin.length >= SHORTEST && pin === again
    },
    /** The server took another view of it: the reason stands beside the PIN, which is typed anew. */
    typeAgain: () => {
      setAsked(false)
      setAgain('')
    },
    focus: () => fields.current?.querySelector('input')?.focus(),
  }
}

/** `refused`: why the server did not take the PIN. */
export function NewPin({
  pin: { pin, again, asked, fields, setPin, setAgain },
  label,
  refused,
}: {
  pin: NewPinState
  label: string
  refused?: string | undefined
}) {
  const t = useTranslations('pin')
  const [shown, setShown] = useState(false)
  const isLong = pin.length >= SHORTEST
  const pinError = asked && !isLong ? t('short') : asked ? undefined : refused
  const againError = asked && isLong && again !== pin ? t('different') : undefined
  const ToggleIcon = shown ? EyeOff : Eye
  return (
    <div ref={fields} className="space-y-6">
      <CodeInput
        label={label}
        hint={t('hint')}
        secret={shown ? false : 'new'}
        value={pin}
        error={pinError}
        onChange={setPin}
        aside={
          <button
            type="button"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="-my-2.5 inline-flex min-h-11 items-center gap-1.5 rounded-lg px-1 font-medium text-accent"
          >
            <ToggleIcon className="size-4" aria-hidden />
            {shown ? t('hide') : t('show')}
          </button>
        }
      />
      <CodeInput label={t('again')} secret={shown ? false : 'new'} value={again} onChange={setAgain} error={againError} />
    </div>
  )
}
