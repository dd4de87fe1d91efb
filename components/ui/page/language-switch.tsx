'use client'
// The switch of languages in the head of every page: a list of the languages, each by its own name. A form, so it works before any script has
// loaded.

import { createContext, useContext, useRef, type ReactNode } from 'react'
import { Languages } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useLocale } from 'next-intl'

type Language = ReturnType<typeof useLocale>
/** `name`: as its speakers call it. */
type Spoken = { language: Language; name: string }
/** Notes for the person which language they chose. */
export type KeepLanguage = (language: Language) => Promise<unknown>

type Offered = { languages: readonly Spoken[]; label: string; submit: string }
const Choice = createContext<Offered>({ languages: [], label: '', submit: '' })

/** Around all pages; `languages` is empty where pages are in English only. The words come along: parts of the site have theirs alone. */
export function LanguageChoice({ offered, children }: { offered: Offered; children: ReactNode }) {
  return <Choice value={offered}>{children}</Choice>
}

/** For a form of settings that has the language in it: the pages of this browser follow. */
export async function followLanguage(language: Language): Promise<void> {
  const body = new URLSearchParams({ language, back: '/' })
  await fetch('/api/language', { method: 'POST', redirect: 'manual', body }).catch(() => undefined)
  window.location.reload()
}

export function useLanguages(): readonly Spoken[] {
  return useContext(Choice).languages
}

/** `keep` notes the choice for the person, so that their mails follow it. The page follows it whatever comes of that. */
export function LanguageSwitch({ keep }: { keep?: KeepLanguage | undefined }) {
  const { languages, label, submit } = useContext(Choice)
  const now = useLocale()
  const path = usePathname()
  const form = useRef<HTMLFormElement>(null)
  const back = useRef<HTMLInputElement>(null)
  if (languages.length < 2) return null
  const choose = async (language: Language) => {
    await keep?.(language).catch(() => undefined)
    if (back.current) back.current.value = window.location.pathname + window.location.search
    form.current?.submit()
  }
  return (
    <form ref={form} method="post" action="/api/language" className="flex shrink-0 items-center last:-mr-2.5">
      <input ref={back} type="hidden" name="back" defaultValue={path} />
      <span className="relative grid min-h-11 min-w-11 grid-flow-col items-center justify-center gap-1.5 rounded-control text-body text-soft focus-within:outline-2 focus-within:outline-accent hover:bg-accent-wash hover:text-ink sm:px-2.5">
        <Languages className="size-5" strokeWidth={1.75} aria-hidden />
        <span className="max-sm:hidden" aria-hidden>
          {languages.find(({ language }) => language === now)?.name}
        </span>
        {/* Lies over the sign, and opens the list of the system. */}
        <select
          name="language"
          aria-label={label}
          defaultValue={now}
          onChange={(event) => void choose(event.target.value as Language)}
          className="absolute inset-0 w-full cursor-pointer text-base opacity-0"
        >
          {languages.map(({ language, name }) => (
            <option key={language} value={language} lang={language}>
              {name}
            </option>
          ))}
        </select>
      </span>
      <noscript>
        <button type="submit" className="min-h-11 px-2 text-body font-medium text-accent">
          {submit}
        </button>
      </noscript>
    </form>
  )
}
