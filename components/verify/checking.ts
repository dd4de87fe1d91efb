// One file on its way through the check: sent to the server as it is, and the answer or the reason why there is none.

import type { Verified } from '@/lib/http/schemas/validation'

export type Checked = { state: 'done'; report: Verified; at: Date } | { state: 'failed'; message: string | null; passing: boolean }
export type Item = { id: number; file: File } & ({ state: 'waiting' } | { state: 'checking' } | Checked)

/** `message` is null where no answer came. `passing`: the same file may be checked a little later. */
export async function check(file: File): Promise<Checked> {
  let response: Response
  try {
    response = await fetch('/api/verify', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      body: file,
    })
  } catch {
    return { state: 'failed', message: null, passing: true }
  }
  const body = (await response.json().catch(() => ({}))) as Verified & { error?: { message?: string } }
  if (response.ok) return { state: 'done', report: body, at: new Date() }
  const message = body.error?.message ?? null
  return { state: 'failed', message, passing: message === null || response.status === 429 || response.status >= 500 }
}

export type Verdict = 'none' | 'broken' | 'unsure' | 'test' | 'valid'

/** The worst of its signatures is that of the file. */
export function verdictOf({ signatures }: Verified): Verdict {
  if (signatures.length === 0) return 'none'
  if (signatures.some(({ indication }) => indication === 'TOTAL-FAILED')) return 'broken'
  if (signatures.some(({ indication }) => indication === 'INDETERMINATE')) return 'unsure'
  return signatures.some(({ test }) => test) ? 'test' : 'valid'
}
