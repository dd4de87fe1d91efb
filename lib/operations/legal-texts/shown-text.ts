// A text as it is put before a signer: title, plain summary and full wording, with the digest of its exact characters.

import { createHash } from 'node:crypto'
import type { ShownText } from '../../domain/event'
import type { Context } from '../kernel/context'

/** What a text may depend on; the same facts always give the same characters. */
export type TextFacts = { requester: string; service: string; provider: string; qualified: boolean }

export type TextDraft = { id: string; version: string; date: string; title: string; summary: readonly string[]; body: string }
export type AcceptableText = TextDraft & { sha256: string }

export const TEXT_LANGUAGE = 'en'

export function shown(draft: TextDraft): AcceptableText {
  return { ...draft, sha256: createHash('sha256').update(exactText(draft)).digest('hex') }
}

/** The characters that the digest is made of: everything that was on the screen, summary first. */
export function exactText({ id, version, date, title, summary, body }: TextDraft): string {
  return [`# ${title}`, `${id}, version ${version}, ${date}`, ...summary.map((line) => `- ${line}`), body.trim(), ''].join('\n\n')
}

export function asShown({ id, version, sha256 }: AcceptableText): ShownText {
  return { id, version, language: TEXT_LANGUAGE, sha256 }
}

/** Keeps the exact characters, named by the digest that the evidence holds, so that a court can read what was accepted. */
export async function keepTexts(context: Pick<Context, 'blobs'>, texts: readonly AcceptableText[]): Promise<void> {
  await Promise.all(texts.map((text) => context.blobs.put(Buffer.from(exactText(text)))))
}
