// The guides: Markdown beside this file, with this installation's own address in the examples and the steps as they are.

import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { STEP_NAMES } from '@/lib/domain/steps'

export type Guide = { slug: string; title: string; summary: string }

export const GUIDES: readonly Guide[] = [
  { slug: 'first-signature', title: 'A first signature', summary: 'Upload, request, sign in the sandbox, download: in five commands.' },
  { slug: 'sandbox', title: 'The sandbox', summary: 'Every outcome on purpose: magic addresses, document numbers, scripts and a clock.' },
  {
    slug: 'qualified-signatures',
    title: 'Rules of qualified signatures',
    summary: 'What a QES asks of a request, and which refusal says so.',
  },
  {
    slug: 'advanced-signatures',
    title: 'Advanced signatures',
    summary: 'Signed with a code by text message: what it takes, what it proves, and what it does not.',
  },
  {
    slug: 'simple-signatures',
    title: 'Simple signatures',
    summary: 'Signed by a click: what it takes, what it proves, and what it does not.',
  },
  {
    slug: 'direct-signatures',
    title: 'Signatures at once',
    summary: 'One call signs for somebody whom you know: what you declare by it, and what is kept.',
  },
  { slug: 'webhooks', title: 'Webhooks', summary: 'Receive events, verify them, and get back what was missed.' },
  { slug: 'messages', title: 'Messages', summary: 'Read what a signer asks, answer from your program, and what of it is kept.' },
  { slug: 'limits', title: 'Limits and idempotency', summary: 'Quotas, sizes, retries and repetition without harm.' },
]

/** The text itself, in Markdown. `site` is the origin of this installation. */
export async function guideText(slug: string, site: string): Promise<string> {
  const file = path.join(process.cwd(), 'app/docs/guides', `${slug}.md`)
  const text = await readFile(/* turbopackIgnore: true */ file, 'utf8')
  return text.replaceAll('{{site}}', site).replaceAll('{{steps}}', STEP_NAMES.map((step) => `\`${step}\``).join(', '))
}
