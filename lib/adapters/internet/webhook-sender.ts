// Sends webhooks over HTTP(S), to addresses that receivers have chosen.

import type { Mode } from '../../domain/event'
import type { WebhookCall, WebhookError, Webhooks } from '../../domain/ports'
import { addressesOf, connected, CONNECTING, connectTo, Refused, type Connect } from './connection'
import { exchange } from './exchange'
import { resolveName, type Resolve } from './resolve'
import { targetOf } from './target'

type Setting = {
  /** Whether test keys may call this machine: only where the whole installation is for tests, and used on this machine alone. */
  loopback: boolean
  resolve?: Resolve
  connect?: Connect
  /** Milliseconds for the whole call, from resolving the name to the answer. */
  timeout?: number
}

/** Redirects are never followed: what a receiver answers must not choose whom we call. */
export function webhookSender({ loopback, resolve = resolveName, connect = connectTo, timeout = 15_000 }: Setting): Webhooks {
  const isLocal = (mode: Mode) => loopback && mode === 'test'
  return {
    async check(text, mode) {
      const target = targetOf(text, isLocal(mode))
      if ('refused' in target) return target
      try {
        await addressesOf(target, isLocal(mode), resolve, AbortSignal.timeout(CONNECTING))
        return { url: target.url.href }
      } catch (error) {
        const reason = errorOf(error)
        if (reason === 'address_refused') return { refused: 'network' }
        // A resolver that does not answer now says nothing about the address. Each delivery asks again.
        return reason === 'name_not_found' ? { refused: reason } : { url: target.url.href }
      }
    },

    async send(call) {
      const began = performance.now()
      const answer = await sent(call, isLocal(call.mode), { resolve, connect, signal: AbortSignal.timeout(timeout) })
      return { ...answer, latencyMs: Math.round(performance.now() - began) }
    },
  }
}

type Means = { resolve: Resolve; connect: Connect; signal: AbortSignal }
type Outcome = { status: number; retryAfter: string | null; excerpt: string } | { error: WebhookError }

async function sent({ url, headers, body }: WebhookCall, local: boolean, { resolve, connect, signal }: Means): Promise<Outcome> {
  const target = targetOf(url, local)
  if ('refused' in target) return { error: 'address_refused' }
  try {
    const addresses = await addressesOf(target, local, resolve, signal)
    const socket = await connected(target, addresses, connect, signal)
    return await exchange(socket, { host: target.url.host, path: `${target.url.pathname}${target.url.search}`, headers, body }, signal)
  } catch (error) {
    return { error: errorOf(error) }
  }
}

function errorOf(error: unknown): WebhookError {
  if (error instanceof Refused) return error.code
  if (!(error instanceof Error)) return 'connection_failed'
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'timeout'
  const { code = '' } = error as NodeJS.ErrnoException
  if (code === 'ECONNREFUSED') return 'connection_refused'
  if (code.startsWith('HPE_') || code === '') return 'invalid_answer'
  return /^(?:ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/.test(code)
    ? 'tls_failed'
    : 'connection_failed'
}
