// Sends webhooks over HTTP(S): resolves the name once, allows every address or none, and connects to exactly what was checked.

import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Mode } from '../../domain/event'
import type { WebhookCall, WebhookError, Webhooks } from '../../domain/ports'
import { exchange } from './exchange'
import { resolveName, type Resolve } from './resolve'
import { mayCall, targetOf, type Target } from './target'

/** `serverName`: the name that the TLS certificate must prove; null: no TLS. */
export type Connection = { address: string; port: number; serverName: string | null }
/** Rejects when there is no connection, or when the certificate does not prove the server's name. */
type Connect = (to: Connection, signal: AbortSignal) => Promise<Socket>

type Setting = {
  /** Whether test keys may call this machine: only where the whole installation is for tests, and used on this machine alone. */
  loopback: boolean
  resolve?: Resolve
  connect?: Connect
  /** Milliseconds for the whole call, from resolving the name to the answer. */
  timeout?: number
}

/** Milliseconds to connect to one address of a name, and how many addresses are tried. */
const CONNECTING = 5_000
const ADDRESSES = 3

class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly code: WebhookError) {
    super(code)
  }
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

/** One address that is not allowed refuses the name, because its owner chooses which address is tried first. */
async function addressesOf({ host }: Target, local: boolean, resolve: Resolve, signal: AbortSignal): Promise<readonly string[]> {
  const addresses = isIP(host) === 0 ? await found(inTime(resolve(host), signal)) : [host]
  if (!addresses.every((address) => mayCall(address, local))) throw new Refused('address_refused')
  return addresses
}

async function found(resolving: Promise<readonly string[]>): Promise<readonly string[]> {
  let addresses: readonly string[]
  try {
    addresses = await resolving
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    throw new Refused(['ENOTFOUND', 'ENODATA'].includes(code) ? 'name_not_found' : 'resolver_failed')
  }
  if (addresses.length === 0) throw new Refused('name_not_found')
  return addresses
}

async function connected(
  { host, port, secure }: Target,
  addresses: readonly string[],
  connect: Connect,
  signal: AbortSignal,
): Promise<Socket> {
  let failure: unknown
  for (const address of addresses.slice(0, ADDRESSES)) {
    try {
      return await connect({ address, port, serverName: secure ? host : null }, AbortSignal.any([signal, AbortSignal.timeout(CONNECTING)]))
    } catch (error) {
      failure ??= error
      if (signal.aborted) break
    }
  }
  throw failure
}

/** `address` is an IP address, so nothing is resolved a second time; the certificate is still that of the name. */
function connectTo({ address, port, serverName }: Connection, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      serverName === null
        ? connectTcp({ host: address, port })
        : connectTls({
            host: address,
            port,
            rejectUnauthorized: true,
            minVersion: 'TLSv1.2',
            ALPNProtocols: ['http/1.1'],
            // RFC 6066 3: no name is sent for an address; then the certificate must be that of the address.
            ...(isIP(serverName) === 0 ? { servername: serverName } : {}),
          })
    const give = () => {
      signal.removeEventListener('abort', end)
      socket.removeListener('error', fail)
      // A later error of the socket must not go unhandled and end the process.
      socket.on('error', () => undefined)
      resolve(socket)
    }
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    const end = () => {
      fail(signal.reason as Error)
    }
    socket.once(serverName === null ? 'connect' : 'secureConnect', give)
    socket.once('error', fail)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error)
      },
      { once: true },
    )
    work.then(resolve, reject)
  })
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
