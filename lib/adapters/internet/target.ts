// Reads a receiver's address and refuses what can be refused by looking at it: odd ways of writing, private names, forbidden ports.

import { isIP } from 'node:net'
import type { AddressRefusal } from '../../domain/ports'
import { networkOf } from './networks'

export type Target = {
  url: URL
  /** A name, or an IP address without brackets. */
  host: string
  port: number
  secure: boolean
}

/** Names that lead nowhere outside: RFC 6761, RFC 6762, RFC 8375, RFC 7686, and names that networks commonly use inside. */
const PRIVATE_NAMES = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'localdomain',
  'home.arpa',
  'onion',
  'invalid',
  'test',
  'example',
  'alt',
]

/** Ports from 1024 on that belong to other protocols, from the list of bad ports of the Fetch standard, and those of common databases. */
const BAD_PORTS = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 2375, 2379, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379, 6566, 6665, 6666, 6667,
  6668, 6669, 6679, 6697, 9042, 9200, 9300, 10080, 11211, 27017,
])

/** `local`: plain http and addresses of this machine are allowed as well. `plain`: plain http is, for what proves itself. */
export function targetOf(text: string, local: boolean, plain = local): Target | { refused: AddressRefusal } {
  // The URL parser drops some of these characters and reads others as a slash.
  if (text.length > 2000 || /[\s\\\p{Cc}\p{Cf}]/u.test(text) || !URL.canParse(text)) return { refused: 'not_an_address' }
  const written = /^(https?):\/\/([^/?#]+)/i.exec(text)
  const url = new URL(text)
  if (!written) return { refused: url.protocol === 'https:' ? 'not_an_address' : 'not_https' }
  const secure = url.protocol === 'https:'
  if (!secure && !plain) return { refused: 'not_https' }
  const authority = written[2] ?? ''
  if (authority.includes('@') || url.username !== '' || url.password !== '') return { refused: 'credentials' }
  if (url.hash !== '') return { refused: 'fragment' }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const refused = refusalOfHost(host, hostIn(authority), local) ?? refusalOfPort(portOf(url), secure)
  return refused ? { refused } : { url, host, port: portOf(url), secure }
}

/** `written` is the host as the requester wrote it: in `host`, the parser has rewritten 0x7f.1, 0177.0.0.1 and 2130706433 to 127.0.0.1. */
function refusalOfHost(host: string, written: string, local: boolean): AddressRefusal | null {
  if (isIP(host) !== 0) {
    if (written.toLowerCase() !== host) return 'number_form'
    return mayCall(host, local) ? null : 'network'
  }
  if (host.endsWith('.')) return 'name'
  if (local && (host === 'localhost' || host.endsWith('.localhost'))) return null
  return host.includes('.') && !PRIVATE_NAMES.some((name) => host.endsWith(`.${name}`)) ? null : 'name'
}

/** Allowed are the standard port, and ports from 1024 on that belong to no other protocol: on this machine, too, databases listen. */
function refusalOfPort(port: number, secure: boolean): AddressRefusal | null {
  if (port === (secure ? 443 : 80)) return null
  return port >= 1024 && !BAD_PORTS.has(port) ? null : 'port'
}

export function mayCall(address: string, local: boolean): boolean {
  const network = networkOf(address)
  return network === 'public' || (local && network === 'loopback')
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

/** Without port and brackets. */
function hostIn(authority: string): string {
  return authority.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
}
