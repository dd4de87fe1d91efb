// A legal text as a signer sees it: title, plain summary and full wording, with the digest of its exact characters.

import { sha256Hex } from '../../crypto/algorithms'
import type { ShownText } from '../../domain/event'
import { catalogue, type Language, type Messages } from '../../wording/catalogue'
import type { Context } from '../kernel/context'

type Text = Extract<{ [Id in keyof Messages['legal']]: Messages['legal'][Id] extends string ? never : Id }[keyof Messages['legal']], string>
type TextDraft = {
  id: string
  language: Language
  version: string
  date: string
  title: string
  summary: readonly string[]
  body: string
}
/** `notice`: informs, as Articles 13 and 14 GDPR want it; it is shown and noted, and nobody is asked to accept it. */
export type AcceptableText = TextDraft & { sha256: string; notice: boolean }

const NOTICES: readonly Text[] = ['privacy-policy', 'certificate-privacy']

const PARTS = /^# (?<title>.+)\n\n(?<summary>(?:- .+\n)+)\n(?<body>[^]+)$/

/** `text`: the Markdown of the text with everything filled in. */
export function shown(language: Language, id: Text, text: string): AcceptableText {
  const { version, date } = catalogue(language).legal[id]
  const { title, summary, body } = PARTS.exec(text)?.groups ?? {}
  if (title === undefined || summary === undefined || body === undefined) throw new Error(`${id} has no title, summary and wording`)
  const lines = summary.trimEnd().split('\n')
  const draft = { id, language, version, date, title, summary: lines.map((line) => line.slice('- '.length)), body }
  return { ...draft, sha256: sha256Hex(exactText(draft)), notice: NOTICES.includes(id) }
}

/** The characters that are hashed: everything that was on the screen, summary first. */
function exactText({ id, version, date, title, summary, body }: TextDraft): string {
  return [`# ${title}`, `${id}, version ${version}, ${date}`, ...summary.map((line) => `- ${line}`), body, ''].join('\n\n')
}

/** The texts as the evidence names them: what was accepted, and what was shown beside it. */
export function acceptedAndNoted(texts: readonly AcceptableText[]): { texts: readonly ShownText[]; noted: readonly ShownText[] } {
  return { texts: texts.filter(({ notice }) => !notice).map(asShown), noted: texts.filter(({ notice }) => notice).map(asShown) }
}

export function asShown({ id, version, language, sha256 }: AcceptableText): ShownText {
  return { id, version, language, sha256 }
}

/** Keeps the exact characters, named by the digest that the evidence holds, so that a court can read what was accepted. */
export async function keepTexts(context: Pick<Context, 'blobs'>, texts: readonly AcceptableText[]): Promise<void> {
  await Promise.all(texts.map((text) => context.blobs.put(Buffer.from(exactText(text)))))
}
