// Exchanges the token of a mailed link for a session of the space. Only the press of the person posts the token: programs that follow links in
// mails read a page that does nothing.

import { Problem } from '../../../domain/problem'
import type { SpaceLink } from '../../../generated/prisma/client'
import type { Language } from '../../../wording/catalogue'
import { changeBound, isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { hashToken } from '../../kernel/links'
import { spaceOf } from '../space-row'
import { enterSpace, type Entered } from './enter-space'
import { openLetter } from './request-space-link'
import type { SpaceDevice } from './space-session'

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** The row of a link that still opens something. */
export async function usableLink(context: Context, db: Tx, token: string): Promise<UsableLink | null> {
  if (!TOKEN.test(token)) return null
  const link = await db.spaceLink.findUnique({ where: { hash: hashToken(token) } })
  if (!link || link.usedAt || link.expiresAt <= context.machineNow() || !isWhole(context, 'spaceLink', link)) return null
  const { account, letter } = link
  return account === null || letter === null ? null : { ...link, account, letter }
}
type UsableLink = SpaceLink & { account: string; letter: Uint8Array }

/** Unknown, used and old links are alike. */
export async function openSpace(
  context: Context,
  { token, device, language, chosen }: { token: string; device: SpaceDevice; language: Language; chosen?: Language | undefined },
): Promise<Entered> {
  return context.db.$transaction(async (tx) => {
    const link = await usableLink(context, tx, token)
    const now = context.machineNow()
    // Of two browsers with the same link one gets in.
    const used = link && (await changeBound(context, tx, 'spaceLink', { id: link.id, usedAt: null }, { usedAt: now }))
    if (!link || used !== 1) throw new Problem('NOT_FOUND.dead_space_link')
    const { mode, account, holder } = link
    const { email } = openLetter(context, link)
    await tx.spaceLink.update({ where: { id: link.id }, data: { letter: null } })
    const space = await spaceOf(context, tx, { mode, account, holder }, { email, locale: chosen ?? language })
    return enterSpace(context, tx, space, { device, chosen })
  })
}
