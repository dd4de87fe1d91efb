// Whatever a page of a signer may be refused with is translated: found by following the imports from the routes of those pages. And nothing
// else is, so that nobody translates what only programs read.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { wordsIn } from './catalogue'

/** The pages that signers and strangers see, and the calls of these pages. */
const PAGES = ['sign', 's', 'r', 'space', 'verify', ...['journey', 'space', 'status', 'verify'].map((part) => `api/${part}`)]
const FILES = PAGES.flatMap((page) =>
  readdirSync(`app/${page}`, { recursive: true, encoding: 'utf8' }).map((file) => `app/${page}/${file}`),
)
const IMPORT = /(?:import|export)\s+(type\s+)?(?:[^'";]*?from\s*)?'([^']+)'|import\('([^']+)'\)/g

/** In the code that pages share with the API, but nothing that a page of ours sends or asks for can cause it. */
const OF_PROGRAMS = [
  // Bodies: the browser writes them, and the sizes of ours are known.
  /^MALFORMED_REQUEST\.(?:not_json|json_|not_utf8|meta_not_json|multipart_)/,
  /^UNSUPPORTED_MEDIA_TYPE\./,
  /^VALIDATION_FAILED\.base64$/,
  // Keys and their accounts.
  /^FORBIDDEN\.scope$/,
  /^STORAGE_FULL\./,
  // By ids, which pages are given.
  /^NOT_FOUND\.(?:bad_id|no_path_here|document|request|signer|message)$/,
  // Requests that say their own key of idempotency.
  /^IDEMPOTENCY_IN_PROGRESS\./,
]
/** Made in a document worker, or by code that names the case by a part of it: no import leads there. */
const ELSEWHERE = [
  /^(?:DOCUMENT_\w+|FIELD_OUT_OF_PAGE)\.(?:signatures_unreadable|no_signatures)$/,
  /^DOCUMENT_DAMAGED\.(?:file|bomb|empty|evidence_unreadable|xml_unreadable|too_complex)$/,
  /^DOCUMENT_(?:GONE\.kept_until|NOT_PDF\.no_pages)$/,
  /^NOT_FOUND\.(?:file_gone|signed_revision|page)$/,
  /^UNAVAILABLE\.(?:documents_busy|documents_stopping|checks_busy)$/,
  /^MALFORMED_REQUEST\.unexpected$/,
]

test('every refusal that a page of a signer may meet is in the languages, and no other', () => {
  const code = [...reached(FILES.filter((file) => /\.tsx?$/.test(file)))].map((file) => readFileSync(file, 'utf8')).join('\n')
  const filled = [...code.matchAll(/`([A-Z_]+\.\w*)\$\{/g)].map(([, begin = '']) => begin)
  const met = (says: string) => code.includes(`'${says}'`) || filled.some((begin) => says.startsWith(begin))
  const translated = casesIn('en')
  const missing = casesIn('english-only').filter((says) => met(says) && !OF_PROGRAMS.some((none) => none.test(says)))
  const needless = translated.filter((says) => !met(says) && !ELSEWHERE.some((some) => some.test(says)))
  expect({ missing, needless }).toEqual({ missing: [], needless: [] })
})

function casesIn(folder: string): string[] {
  const problems = wordsIn(folder)['problems'] as Record<string, object>
  return Object.entries(problems).flatMap(([code, cases]) =>
    Object.keys(cases)
      .filter((name) => name !== 'title' && name !== 'advice')
      .map((name) => `${code}.${name}`),
  )
}

function reached(files: readonly string[], seen = new Set<string>()): Set<string> {
  for (const file of files) {
    // The composition root knows everything.
    if (seen.has(file) || /^lib\/(?:context\.ts|generated\/)/.test(file)) continue
    seen.add(file)
    const named = [...readFileSync(file, 'utf8').matchAll(IMPORT)].flatMap(([, type, from, later]) => (type ? [] : [from ?? later ?? '']))
    reached(
      named.flatMap((name) => fileOf(file, name)),
      seen,
    )
  }
  return seen
}

function fileOf(from: string, name: string): string[] {
  const at = name.startsWith('@/') ? name.slice(2) : name.startsWith('.') ? path.join(path.dirname(from), name) : null
  if (at === null) return []
  return [at, `${at}.ts`, `${at}.tsx`].filter((file) => /\.tsx?$/.test(file) && existsSync(file)).slice(0, 1)
}
