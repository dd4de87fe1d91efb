// Exchanges the token of a mailed link for a session of the space. Only the press of the person posts the token: programs that follow links in
// mails read a page that does nothing.

import type { FormerAddress } from '../../../domain/caller'
import { Problem } from '../../../domain/problem'
import type { DeviceKind, Space, SpaceLink } from '../../../generated/prisma/client'
import type { Language } from '../../../wording/catalogue'
import { languageOf } from '../../../wording/readers-language'
import { changeBound, isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { hashToken } from '../../kernel/links'
import { post } from '../../kernel/outbox'
import { spaceSignInMail } from '../../messages/space-mails'
import { openSettings, sealSettings, spaceOf } from '../space-row'
import { openLetter } from './request-space-link'
import { addresseeAt, spaceSender } from './send-space-link'
import { startSpaceSession, type SpaceDevice } from './space-session'

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

/**
 * Answers the value for the cookie, and the language of this space: the one that the person chose on the page of the link, if they did.
 * Unknown, used and old links are alike.
 */
export async function openSpace(
  context: Context,
  { token, device, language, chosen }: { token: string; device: SpaceDevice; language: Language; chosen?: Language | undefined },
): Promise<{ cookie: string; language: Language }> {
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
    const spoken = await keepChoice(context, tx, space, chosen)
    const cookie = await startSpaceSession(context, tx, space, device)
    await tellOfSignIn(context, tx, space, { at: now, device: device.kind })
    return { cookie, language: spoken }
  })
}

async function tellOfSignIn(context: Context, tx: Tx, space: Space, signIn: { at: Date; device: DeviceKind }): Promise<void> {
  const { mode, account, holder, former } = space
  const { email, locale, tell } = openSettings(context, space)
  if (holder === null || !tell.includes('sign_in')) return
  const addressee = await addresseeAt(context, tx, { mode, account, holder, former: former as FormerAddress[] })
  if (!addressee) return
  const mail = spaceSignInMail(spaceSender(context, mode, locale), signIn)
  await post(context, tx, { ...addressee, mode, channel: 'email', template: 'space_sign_in', to: email, ...mail })
}

async function keepChoice(context: Context, tx: Tx, space: Space, chosen: Language | undefined): Promise<Language> {
  const settings = openSettings(context, space)
  const language = languageOf(settings.locale)
  if (chosen === undefined || chosen === language) return language
  await tx.space.update({ where: { id: space.id }, data: { settings: sealSettings(context, space.id, { ...settings, locale: chosen }) } })
  return chosen
}
