// Which language a page is shown in: the one that the person chose, else the one in which they are addressed, else the browser's, else English.

import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './catalogue'

/** Set by the switch: it holds for everything that this browser shows. */
export const CHOSEN = 'language'
/** Set where somebody comes in by their link: the language of this signer, or of this person's space. It ends with the browser. */
export const addressedAs = (whose: string): string => `addressed-${whose}`
/** The pages and calls of one signer, or of the space. */
const WHOSE = /^\/(?:(?:sign|api\/journey)\/(?<signer>\w+)|(?:api\/)?(?<space>space)(?:\/|$))/
const KEPT_SECONDS = 365 * 86_400

/** Pages of requesters and programmers, which are English (decisions/0015). */
export const isEnglishPage = (path: string): boolean => /^\/(?:console|docs|outbox)(?:\/|$)/.test(path)

/** `addressed`: the language of whom the page is for, where its address says that; else the one in which they came in. */
export function languageOfPage(path: string, headers: Headers, addressed: Language | null = null): Language {
  return nearest(wishesOf(path, headers, addressed)) ?? DEFAULT_LANGUAGE
}

/** The language of the client that sends this request. */
export function readersLanguage({ url, headers }: Request): Language {
  return languageOfPage(new URL(url).pathname, headers)
}

/** What this browser's person chose by the switch, if anything. */
export function chosenLanguage(headers: Headers): Language | undefined {
  return languageIfKnown(cookieOf(headers, CHOSEN) ?? '') ?? undefined
}

/** The language of a tag such as `de-AT` (RFC 5646); English where we do not have it. */
export function languageOf(tag: string): Language {
  return languageIfKnown(tag) ?? DEFAULT_LANGUAGE
}

export function languageIfKnown(tag: string): Language | null {
  return nearest([tag])
}

export function languageCookie(name: string, language: Language, baseUrl: string): string {
  const lives = name === CHOSEN ? [`Max-Age=${KEPT_SECONDS}`] : []
  const secure = baseUrl.startsWith('https:') ? ['Secure'] : []
  return [`${name}=${language}`, 'Path=/', 'SameSite=Lax', 'HttpOnly', ...lives, ...secure].join('; ')
}

/** The first that we have. Only its first subtag counts, as lookup in RFC 4647 3.4 ends: a language has one folder, whatever the region. */
export function nearest<L extends string = Language>(
  tags: readonly string[],
  known: readonly L[] = LANGUAGES as readonly string[] as L[],
): L | null {
  for (const tag of tags) {
    const wish = tag.split('-')[0]?.toLowerCase()
    const language = known.find((each) => each === wish)
    if (language !== undefined) return language
  }
  return null
}

/** Tags of languages, those that count most first. */
export function wishesOf(path: string, headers: Headers, addressed: string | null = null): string[] {
  if (isEnglishPage(path)) return [DEFAULT_LANGUAGE]
  const { signer, space } = WHOSE.exec(path)?.groups ?? {}
  const whose = signer ?? space
  const cameIn = whose === undefined ? undefined : cookieOf(headers, addressedAs(whose))
  const own = [cookieOf(headers, CHOSEN), addressed ?? cameIn].filter((tag) => tag !== undefined)
  return [...own, ...accepted(headers.get('accept-language') ?? '')]
}

/** RFC 9110 12.5.4: tags with weights, the heaviest first. */
function accepted(header: string): string[] {
  const wishes = header.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim())
    const weight = parameters.find((parameter) => parameter.startsWith('q='))
    return { tag, weight: weight === undefined ? 1 : Number(weight.slice('q='.length)) || 0 }
  })
  return wishes
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}

function cookieOf(headers: Headers, name: string): string | undefined {
  return new RegExp(`(?:^|;\\s*)${name}=([a-z]+)`).exec(headers.get('cookie') ?? '')?.[1]
}
