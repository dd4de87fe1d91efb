// Which language a page is shown in: the one that the person chose, else the one in which they are addressed, else the browser's, else English.

import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './catalogue'

/** Set by the switch: it holds for everything that this browser shows. */
export const CHOSEN = 'language'
/** Set where somebody comes in by their link: the language of this signer, or of this person's space. It ends with the browser. */
export const addressedAs = (whose: string): string => `addressed-${whose}`
/** The pages and calls of one signer, or of the space. */
const WHOSE = /^\/(?:(?:sign|api\/journey)\/(?<signer>\w+)|(?:api\/)?(?<space>space)(?:\/|$))/
const KEPT_SECONDS = 365 * 86_400

type Wishes = {
  chosen?: string | undefined
  addressed?: string | undefined
  /** An Accept-Language header. */
  accept: string | null
}

function chooseLanguage({ chosen, addressed, accept }: Wishes): Language {
  for (const tag of [chosen, addressed, ...wanted(accept ?? '')]) {
    const language = languageIfKnown(tag ?? '')
    if (language !== null) return language
  }
  return DEFAULT_LANGUAGE
}

/** Pages of requesters and programmers, which are English (decisions/0015). */
export const isEnglishPage = (path: string): boolean => /^\/(?:console|docs|outbox)(?:\/|$)/.test(path)

/** `addressed`: the language of whom the page is for, where its address says that; else the one in which they came in. */
export function languageOfPage(path: string, headers: Headers, addressed: Language | null = null): Language {
  if (isEnglishPage(path)) return DEFAULT_LANGUAGE
  return chooseLanguage({
    chosen: chosenLanguage(headers),
    addressed: addressed ?? addressedAt(path, headers),
    accept: headers.get('accept-language'),
  })
}

/** The language of the client that sends this request. */
export function readersLanguage({ url, headers }: Request): Language {
  return languageOfPage(new URL(url).pathname, headers)
}

/** What this browser's person chose by the switch, if anything. */
export function chosenLanguage(headers: Headers): Language | undefined {
  return languageIfKnown(cookieOf(headers, CHOSEN) ?? '') ?? undefined
}

export function languageCookie(name: string, language: Language, baseUrl: string): string {
  const lives = name === CHOSEN ? [`Max-Age=${KEPT_SECONDS}`] : []
  return [`${name}=${language}`, 'Path=/', 'SameSite=Lax', 'HttpOnly', ...lives, ...(baseUrl.startsWith('https:') ? ['Secure'] : [])].join(
    '; ',
  )
}

/** The language of a tag such as `de-AT` (RFC 5646); English where we do not have it. */
export function languageOf(tag: string): Language {
  return languageIfKnown(tag) ?? DEFAULT_LANGUAGE
}

/** By the first subtag, as lookup in RFC 4647 3.4 ends: a language has one folder, whatever the region. */
export function languageIfKnown(tag: string): Language | null {
  const wish = tag.split('-')[0]?.toLowerCase()
  return LANGUAGES.find((language) => language === wish) ?? null
}

/** RFC 9110 12.5.4: tags with weights, the heaviest first. */
function wanted(accept: string): string[] {
  const wishes = accept.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return { tag, weight: weight === undefined ? 1 : Number(weight.slice('q='.length)) || 0 }
  })
  return wishes
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}

function addressedAt(path: string, headers: Headers): string | undefined {
  const { signer, space } = WHOSE.exec(path)?.groups ?? {}
  const whose = signer ?? space
  return whose === undefined ? undefined : cookieOf(headers, addressedAs(whose))
}

function cookieOf(headers: Headers, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([a-z]+)`).exec(headers.get('cookie') ?? '')?.[1]
}
