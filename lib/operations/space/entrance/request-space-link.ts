// Somebody asks for the link to a space. Everything that depends on whether the address is known happens later, in a job: answer, work and
// time are the same for every address.

import { randomBytes } from 'node:crypto'
import type { Mode } from '../../../domain/event'
import { newId } from '../../../domain/ids'
import type { Language } from '../../../wording/catalogue'
import { bound } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { holderOfAddress } from '../../kernel/holder'
import { requireWithinLimit, withinLimit } from '../../kernel/limits'
import { hashToken } from '../../kernel/links'
import { openColumn, sealColumn } from '../../kernel/sealed-columns'

const LIVES_MS = 15 * 60_000
const HOUR_MS = 3_600_000
/** Many people may share one address. */
const BY_CLIENT = { name: 'space-link-client', count: 30, windowMs: HOUR_MS }
/** Beyond it nothing is mailed, and nobody is told: the person has links enough, and whoever asks learns nothing. */
const TO_ADDRESS = { name: 'space-link', count: 5, windowMs: HOUR_MS }

/** What the mail and the space need that is opened with its link. */
type LinkLetter = { email: string; locale: Language; token: string }

export function openLetter(context: Context, { id, letter }: { id: string; letter: Uint8Array }): LinkLetter {
  return JSON.parse(openColumn(context, 'spaceLetter', id, letter).toString('utf8')) as LinkLetter
}

export async function requestSpaceLink(
  context: Context,
  { email, mode, language, client }: { email: string; mode: Mode; language: Language; client: string },
): Promise<void> {
  await requireWithinLimit(context, client, BY_CLIENT)
  const holder = holderOfAddress(context, email)
  if (!(await withinLimit(context, `${mode} ${holder}`, TO_ADDRESS))) return
  const id = newId('spl')
  const token = randomBytes(32).toString('base64url')
  const now = context.machineNow()
  const letter: LinkLetter = { email: email.trim(), locale: language, token }
  const row = bound(context.secrets, 'spaceLink', {
    id,
    hash: hashToken(token),
    mode,
    holder,
    account: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + LIVES_MS),
    usedAt: null,
  })
  await context.db.$transaction(async (tx) => {
    await tx.spaceLink.create({
      data: { ...row, letter: sealColumn(context.secrets, 'spaceLetter', id, Buffer.from(JSON.stringify(letter))) },
    })
    await context.enqueue(tx, 'send_space_link', { link: id }, { key: id })
  })
}
