'use client'
// Buttons and links that look like them: one primary act, quiet ones beside it, and a busy state that keeps its width.

import { LoaderCircle } from 'lucide-react'
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode } from 'react'

type Kind = 'primary' | 'outline' | 'quiet' | 'danger' | 'quiet-danger'
type Size = 'normal' | 'small'

const KINDS: Record<Kind, string> = {
  primary: 'bg-accent text-accent-ink shadow-control hover:brightness-110 active:brightness-95 disabled:brightness-100',
  outline: 'border border-edge bg-paper text-ink hover:bg-accent-wash',
  quiet: 'text-accent hover:bg-accent-wash',
  danger: 'bg-bad text-paper shadow-control hover:brightness-110',
  'quiet-danger': 'text-bad hover:bg-bad-wash',
}

const SIZES: Record<Size, string> = { normal: 'min-h-[52px] px-5 py-3', small: 'min-h-11 px-4 py-2 text-body' }

function classes(kind: Kind, size: Size, wide: boolean): string {
  return [
    'inline-flex items-center justify-center gap-2.5 rounded-control text-center leading-tight font-semibold transition-[background,filter] duration-150',
    'disabled:opacity-55',
    KINDS[kind],
    SIZES[size],
    wide ? 'w-full' : '',
  ].join(' ')
}

type Look = { kind?: Kind; size?: Size; wide?: boolean; icon?: ReactNode; children: ReactNode }

/** `busy` keeps the button focused and says so; a second press does nothing while it lasts. */
export function Button({
  kind = 'primary',
  size = 'normal',
  wide = false,
  icon,
  busy = false,
  children,
  className = '',
  type = 'button',
  onClick,
  ...rest
}: Look & { busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) {
  return (
    <button
      type={type}
      className={`${classes(kind, size, wide)} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy ? <LoaderCircle className="size-5 shrink-0 animate-spin" aria-hidden /> : icon}
      <span>{children}</span>
    </button>
  )
}

export function ButtonLink({
  kind = 'primary',
  size = 'normal',
  wide = false,
  icon,
  children,
  className = '',
  ...rest
}: Look & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a className={`${classes(kind, size, wide)} ${className}`} {...rest}>
      {icon}
      <span>{children}</span>
    </a>
  )
}
