// What is asked of the server about one file. Nothing of a file is kept there, so it is sent with each question as it is.

import type { Verified } from '@/lib/http/schemas/validation'

type Refused = { error?: { message?: string } } | null
type Failed = { state: 'failed'; message: string | null; passing: boolean }
export type Checked = { state: 'done'; report: Verified; at: Date } | Failed
export type Item = { id: number; file: File } & ({ state: 'waiting' } | { state: 'checking' } | Checked)

export async function check(file: File): Promise<Checked> {
  const answer = await ask<Verified>('/api/verify', file)
  return answer.state === 'failed' ? answer : { state: 'done', report: answer.body, at: new Date() }
}

/** `message` is null where no answer came. `passing`: the same may be asked a little later. */
export async function ask<T>(path: string, file: File): Promise<{ state: 'done'; body: T } | Failed> {
  const response = await sent(path, file)
  const body = (await response?.json().catch(() => null)) as (T & Refused) | null
  return response?.ok && body !== null ? { state: 'done', body } : failed(response, body)
}

function failed(response: Response | null, body: Refused): Failed {
  const message = body?.error?.message ?? null
  return { state: 'failed', message, passing: message === null || response?.status === 429 || (response?.status ?? 0) >= 500 }
}

/** Has the browser save the file that the server answers. */
export async function save(path: string, file: File): Promise<Failed | null> {
  const response = await sent(path, file)
  if (!response?.ok) return failed(response, (await response?.json().catch(() => null)) as Refused)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await response.blob())
  link.download = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? ''
  link.click()
  URL.revokeObjectURL(link.href)
  return null
}

async function sent(path: string, file: File): Promise<Response | null> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', accept: 'application/json' },
      body: file,
    })
  } catch {
    return null
  }
}
