// People who stand at a step already: the sandbox of a test key walks them there, so that a story begins where it has something to show.

import type { components } from '../lib/generated/api'
import { ask, type Asked, type Person } from './journeys/people'
import type { RunningServer } from './server'

type Schemas = components['schemas']
export type Step = NonNullable<Schemas['CompleteSandboxRequestInput']['stop_at']>
/** `pin`: the PIN to sign with, chosen by the sandbox or else by the person. `code`: of the act of signing, where it was asked for. */
export type Scene = Asked & { pin: string; code: string | null }
export type Setting = {
  /** One page unless given. */
  documents?: readonly Uint8Array[]
  /** More of the request: metadata, redirect_url and so on. */
  request?: Record<string, unknown>
  /** Keeps everybody's certificate for their later requests, and lets people whose certificate was kept before come back with it. */
  keep?: boolean
  /** At the step `sign`, the code is sent, and `placed` answers it. */
  code?: boolean
}

/** A request for these people in their order; those before the last have signed, and the last stands at `step`, or has `signed`, too. */
export async function placed(
  product: RunningServer,
  people: readonly Person[],
  step: Step | 'signed',
  setting: Setting = {},
): Promise<Scene> {
  const asked = await ask(product, people, setting.documents, setting.request)
  const wish = {
    ...(step === 'signed' ? {} : { stop_at: step }),
    ...(setting.keep ? { keep_credential: true } : {}),
    ...(setting.code ? { code: true } : {}),
  }
  const { status, body, error } = await asked.api.call<Schemas['SandboxSigners']>(
    'POST',
    `/sandbox/signature-requests/${asked.request.id}/complete`,
    wish,
  )
  if (error) throw new Error(`the sandbox answered ${status} ${error.code}: ${error.message}`)
  const last = body.data.at(-1)
  if (last?.at !== step) throw new Error(`${people.at(-1)?.name} stands at ${last?.at}, not at ${step}`)
  return { ...asked, pin: last.test_pin ?? people.at(-1)?.pin ?? '', code: last.test_code ?? null }
}
