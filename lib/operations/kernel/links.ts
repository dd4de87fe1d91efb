// The links in mails: tokens derived from the installation's secret, so none is stored; the database knows only their SHA-256.

import { createHmac } from 'node:crypto'
import { sha256Hex } from '../../crypto/algorithms'
import { BASE62 } from '../../domain/ids'
import type { Context } from './context'

/** `hash`: what the database stores; needed when a link is made, not when it is shown. */
export type Link = { token: string; url: string; readonly hash: string }

/** Days for which a signer's link opens a request that has ended, as long as an upload is kept (decisions/0002). Mails name them. */
export const LINK_AFTER_END_DAYS = 90

/** 62^43 > 2^256: every token has the same length, so a short one tells nothing. */
const TOKEN_LENGTH = 43

type Needs = Pick<Context, 'secrets' | 'baseUrl'>

/** A signer's personal link. A higher `version` makes the earlier links invalid. */
export function signerLink(context: Needs, signerId: string, version: number): Link {
  return link(context.secrets.key('link'), `${signerId}:${version}`, `${context.baseUrl}/s/`)
}

/** The status page of a request: its holder may look, never act. */
export function statusLink(context: Needs, requestId: string): Link {
  return link(context.secrets.key('status'), requestId, `${context.baseUrl}/r/`)
}

export function hashToken(token: string): string {
  return sha256Hex(token)
}

function link(key: Uint8Array, subject: string, prefix: string): Link {
  const token = base62(createHmac('sha256', key).update(subject).digest())
  return {
    token,
    url: prefix + token,
    get hash() {
      return hashToken(token)
    },
  }
}

function base62(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let digits = ''
  while (value > 0n) {
    digits = BASE62.charAt(Number(value % 62n)) + digits
    value /= 62n
  }
  return digits.padStart(TOKEN_LENGTH, '0')
}
