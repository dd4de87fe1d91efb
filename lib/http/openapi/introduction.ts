// What the description says before its first endpoint, and what each group of endpoints is about.

import type { Tag } from '../api/endpoint'

/** Markdown. `site` is the origin of this installation. */
export function introduction(site: string): string {
  return `
Qualified electronic signatures (eIDAS) as a service: upload a document, name who signs, and download it signed. People prove their
identity and sign on our pages; everything else is this API.

Begin with the guide [A first signature](${site}/docs/guides/first-signature).

**Keys.** Every request carries an API key, in \`X-API-Key\` or as \`Authorization: Bearer\`. Keys that begin with \`qsh_test_\` live in the
sandbox, those that begin with \`qsh_live_\` do not; neither sees what the other made. Software alone never makes a qualified signature:
what a test key signs says TEST, NOT QUALIFIED.

**Format.** JSON in UTF-8 with names in snake_case. Ids say what they name (\`doc_\`, \`sreq_\`, \`sgn_\`, \`sig_\`). Moments are ISO 8601 in UTC. In what
you send, unknown fields are refused, so that a misspelt one is noticed, and \`null\` means the same as leaving out. In what you receive,
fields may be added: ignore those that you do not know.

**Repetition.** A request that writes may carry an idempotency key. Sent again within 24 hours, the same request with the same key changes
nothing and gets the first answer, byte for byte. See [limits and idempotency](${site}/docs/guides/limits).

**Limits.** Every answer says in its headers how much of your plan's quota is left. Signers' pages are never limited by it.

**Refusals.** Everything that is not a success has the same envelope, \`{"error": {"code", "message", "docs_url", "request_id"}}\`. Decide by
\`code\`; the message is for people. [All codes](${site}/docs/errors) say what to do.
`.trim()
}

export const TAGS: Readonly<Record<Tag, string>> = {
  Documents: 'What is to be signed. Documents are uploaded once, checked at once, and kept unchanged.',
  'Signature requests': 'Who signs which documents, in which order and until when, and what came of it.',
  Signers: 'The people of a request: their identity check, reminders, and the proof of who they are.',
  'Direct signatures': 'Simple signatures in one call, for people who are signed in to your own system.',
  Validation: 'Checks the signatures of any signed file, ours or not.',
  Webhooks: 'Where we tell you what happens, and what became of each message.',
  Sandbox: 'Test keys only: every outcome on purpose, without a camera and without waiting.',
  Account: 'What your account may do and has done.',
}
