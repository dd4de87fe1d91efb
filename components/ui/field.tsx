// Form fields: label, hint and error tied to the input for every reader; the error takes the hint's place in the reading order.

import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react'
import { ChevronDown, CircleAlert } from 'lucide-react'

const CONTROL = 'w-full rounded-control border bg-paper px-4 py-3 text-base text-ink placeholder:text-soft aria-invalid:border-bad'

type Words = { label: ReactNode; hint?: ReactNode; error?: ReactNode; aside?: ReactNode }
type Wiring = { id: string; 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }

export function FieldFrame({ label, hint, error, aside, children }: Words & { children: (wiring: Wiring) => ReactNode }) {
  const id = useId()
  const wrong = error !== undefined && error !== null && error !== false
  const described = [hint !== undefined ? `${id}-hint` : '', wrong ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div>
      <div className="mb-2 flex items-baseline justify-between gap-4 text-sm">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {aside !== undefined && <span className="text-soft">{aside}</span>}
      </div>
      {children({ id, 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': wrong || undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-2 text-sm text-soft">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-error`} className="mt-2 flex items-start gap-1.5 text-sm font-medium text-bad">
          <CircleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}

export function Field({ label, hint, error, aside, className = '', ...input }: Words & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => <input {...input} {...wiring} className={`${CONTROL} border-edge ${className}`} dir="auto" />}
    </FieldFrame>
  )
}

export function TextArea({ label, hint, error, aside, ...input }: Words & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => <textarea rows={4} {...input} {...wiring} className={`${CONTROL} border-edge`} dir="auto" />}
    </FieldFrame>
  )
}

export function Select({ label, hint, error, aside, children, ...input }: Words & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <span className="relative block">
          <select {...input} {...wiring} className={`${CONTROL} appearance-none border-edge pr-11`}>
            {children}
          </select>
          <ChevronDown className="pointer-events-none absolute top-1/2 right-4 size-5 -translate-y-1/2 text-soft" aria-hidden />
        </span>
      )}
    </FieldFrame>
  )
}
