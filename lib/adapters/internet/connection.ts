// Opens connections to addresses that others have chosen: resolves the name once, allows every address of it or none, and connects to exactly
// what was checked.

import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { WebhookError } from '../../domain/ports'
import type { Resolve } from './resolve'
import { mayCall, type Target } from './target'

/** `serverName`: the name that the TLS certificate must prove; null: no TLS. */
export type Connection = { address: string; port: number; serverName: string | null }
/** Rejects when there is no connection, or when the certificate does not prove the server's name. */
export type Connect = (to: Connection, signal: AbortSignal) => Promise<Socket>

/** Milliseconds to connect to one address of a name, and how many addresses are tried. */
export const CONNECTING = 5_000
const ADDRESSES = 3

export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly code: WebhookError) {
    super(code)
  }
}

/** `local`: addresses of this machine are allowed as well. One that is not allowed refuses the name, because its owner chooses which is tried first. */
export async function addressesOf({ host }: Target, local: boolean, resolve: Resolve, signal: AbortSignal): Promise<readonly string[]> {
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

export async function connected(
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
export function connectTo({ address, port, serverName }: Connection, signal: AbortSignal): Promise<Socket> {
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
