// Links that open a file without a key: unguessable, bound to one file, valid for a time; nothing about them is stored.

import { createHmac } from 'node:crypto'
import { isMacUnder, macUnder } from '../../crypto/keyring'
import { Problem } from '../../domain/problem'
import type { Context } from '../kernel/context'

export type LinkedFile =
  /** Every page of the document; the name at the end of the address says which. */
  { file: 'preview'; document: string } | { file: 'signed'; request: string; document: string } | { file: 'audit_trail'; request: string }

const NAMES = { preview: 'page-1.png', signed: 'signed.pdf', audit_trail: 'audit-trail.pdf' } as const
const DAY_MS = 86_400_000

type Needs = Pick<Context, 'secrets' | 'baseUrl'>

/** `name` is what a browser calls the file. */
export function fileLink(context: Needs, linked: LinkedFile, until: Date, name: string = NAMES[linked.file]): string {
  const payload = Buffer.from(JSON.stringify({ ...linked, until: Math.floor(until.getTime() / 1000) })).toString('base64url')
  return `${context.baseUrl}/v1/files/${payload}.${macUnder(context.secrets.key('file link'), macOf(payload))}/${name}`
}

/** The end of tomorrow (UTC): a link lives one to two days, and stays the same for a day. */
export function shortly(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY_MS) + 2) * DAY_MS)
}

export function openFileLink(context: Needs & Pick<Context, 'now'>, token: string): LinkedFile {
  const [payload = '', given = ''] = token.split('.')
  if (!isMacUnder(context.secrets.key('file link'), given, macOf(payload))) {
    throw new Problem('NOT_FOUND.no_file')
  }
  const { until, ...linked } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as LinkedFile & { until: number }
  if (context.now().getTime() >= until * 1000) {
    throw new Problem('NOT_FOUND.file_link_ended')
  }
  return linked
}

const macOf =
  (payload: string) =>
  (key: Uint8Array): string =>
    createHmac('sha256', key).update(payload).digest('base64url')
