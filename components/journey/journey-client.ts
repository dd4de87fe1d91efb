// The journey's calls to the server: one function per path of lib/http/schemas/journey.ts, and the one error they throw.

import type { Act, Challenge, Handover, JourneyView, NextChallenge } from '@/lib/http/schemas/journey'
import type { CapturedFrame } from '@/components/capture/frame-grabber'
import type { CaptureStage } from '@/lib/domain/capture'
import type { ProblemCode } from '@/lib/domain/problem'

/** `code` is NETWORK when no answer arrived: the server may or may not have acted, so repeating must be safe. */
export class JourneyProblem extends Error {
  override readonly name = 'JourneyProblem'
  constructor(
    readonly code: ProblemCode | 'NETWORK',
    message: string,
    readonly extra: { reference?: string; retryAfterSeconds?: number } = {},
  ) {
    super(message)
  }
}

type ErrorBody = { error?: { code?: ProblemCode; message?: string; request_id?: string } }

async function problemOf(response: Response): Promise<JourneyProblem> {
  const body = (await response.json().catch(() => ({}))) as ErrorBody
  const retryAfter = Number(response.headers.get('retry-after') ?? NaN)
  return new JourneyProblem(body.error?.code ?? (response.status === 401 ? 'SESSION_ENDED' : 'INTERNAL_ERROR'), body.error?.message ?? '', {
    ...(body.error?.request_id === undefined ? {} : { reference: body.error.request_id }),
    ...(Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {}),
  })
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  try {
    response = await fetch(path, {
      ...init,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: { accept: 'application/json', ...init.headers },
    })
  } catch (cause) {
    throw new JourneyProblem('NETWORK', cause instanceof Error ? cause.message : '')
  }
  if (!response.ok) throw await problemOf(response)
  return (await response.json()) as T
}

const base = (signer: string) => `/api/journey/${encodeURIComponent(signer)}`
const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

export const readJourney = (signer: string) => call<JourneyView>(base(signer))
export const postAct = (signer: string, act: Act) => call<JourneyView>(`${base(signer)}/acts`, json(act))
/** Asks again when the server has waited for as long as it said. */
export async function nextChallenge(signer: string, light: boolean): Promise<Challenge | null> {
  for (;;) {
    const next = await call<NextChallenge>(`${base(signer)}/challenges`, json({ light }))
    if (next === null || !('waitMs' in next)) return next
    await new Promise((resolve) => setTimeout(resolve, next.waitMs))
  }
}
export const takeOver = (signer: string) => call<JourneyView>(`${base(signer)}/takeover`, json({}))
export const handOver = (signer: string, textMessage: boolean) =>
  call<Handover>(`${base(signer)}/handover`, json(textMessage ? { textMessage: true } : {}))

export type Film = { stage: CaptureStage; nonce: string; revealedAt: number | null }

/** Frames go in the order of `frames`; the metadata carries their numbers and the browser's times in ms. */
export async function sendFrames(signer: string, { stage, nonce, revealedAt }: Film, frames: readonly CapturedFrame[]): Promise<void> {
  const form = new FormData()
  const revealed = revealedAt === null ? {} : { revealedAt }
  form.append('meta', JSON.stringify({ stage, nonce, ...revealed, frames: frames.map(({ seq, capturedAt }) => ({ seq, capturedAt })) }))
  for (const frame of frames) form.append('frame', frame.blob, `${frame.seq}.jpg`)
  await call(`${base(signer)}/frames`, { method: 'POST', body: form })
}

export const documentUrl = (signer: string, document: string, download = false) =>
  `${base(signer)}/documents/${encodeURIComponent(document)}${download ? '?download=1' : ''}`
export const renewUrl = (signer: string) => `${base(signer)}/renew`
export const allDocumentsUrl = (signer: string) => `${base(signer)}/documents`
export const portraitUrl = (signer: string, version: number) => `${base(signer)}/portrait?version=${version}`
