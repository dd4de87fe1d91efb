// The links in mails: random tokens. The database finds one by its SHA-256, and keeps it sealed so that it can be shown again.

import { createHmac, randomBytes } from 'node:crypto'
import { sha256Hex } from '../../crypto/algorithms'
import { BASE62 } from '../../domain/ids'
import type { Secrets } from '../../domain/ports'
import type { Context } from './context'
import { openColumn, sealColumn } from './sealed-columns'

export type Link = { token: string; url: string }
/** `hash` and `sealed`: what the row stores. */
export type NewLink = Link & { hash: string; sealed: Uint8Array<ArrayBuffer> }

/** Days for which a signer's link opens a request that has ended, as long as an upload is kept (decisions/0002). Mails name them. */
export const LINK_AFTER_END_DAYS = 90

/** 62^43 > 2^256: every token has the same length, so a short one tells nothing. */
const TOKEN_LENGTH = 43

type Making = Pick<Context, 'secrets' | 'baseUrl'>
type Needs = Making & Pick<Context, 'integrity' | 'log'>
type SignerRow = { id: string; linkVersion: number; linkToken: Uint8Array | null }
type RequestRow = { id: string; statusToken: Uint8Array | null }

/** A new link for a signer: it takes the place of an earlier one. */
export function newSignerLink({ secrets, baseUrl }: Making, signerId: string): NewLink {
  const token = base62(randomBytes(32))
  return { ...signerAt(baseUrl, token), hash: hashToken(token), sealed: sealColumn(secrets, 'signerLink', signerId, Buffer.from(token)) }
}

/** A signer's personal link. */
export function signerLink(context: Needs, { id, linkToken, linkVersion }: SignerRow): Link {
  const token = linkToken
    ? openColumn(context, 'signerLink', id, linkToken).toString()
    : derivedToken(context.secrets, 'link', `${id}:${linkVersion}`)
  return signerAt(context.baseUrl, token)
}

export function newStatusLink({ secrets, baseUrl }: Making, requestId: string): NewLink {
  const token = base62(randomBytes(32))
  return { ...statusAt(baseUrl, token), hash: hashToken(token), sealed: sealColumn(secrets, 'statusLink', requestId, Buffer.from(token)) }
}

/** The status page of a request: its holder may look, never act. */
export function statusLink(context: Needs, { id, statusToken }: RequestRow): Link {
  const token = statusToken ? openColumn(context, 'statusLink', id, statusToken).toString() : derivedToken(context.secrets, 'status', id)
  return statusAt(context.baseUrl, token)
}

export function hashToken(token: string): string {
  return sha256Hex(token)
}

const signerAt = (baseUrl: string, token: string): Link => ({ token, url: `${baseUrl}/s/${token}` })
const statusAt = (baseUrl: string, token: string): Link => ({ token, url: `${baseUrl}/r/${token}` })

/** Links of before: made from the master key, and not stored until it is rotated. */
function derivedToken(secrets: Secrets, purpose: 'link' | 'status', subject: string): string {
  const oldest = secrets.key(purpose).generations().at(-1)
  return base62(
    createHmac('sha256', oldest?.key ?? '')
      .update(subject)
      .digest(),
  )
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
