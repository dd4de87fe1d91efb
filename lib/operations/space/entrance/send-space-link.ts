// Job: mails the link to a space, if the address is one that somebody was asked to sign at. For any other address nothing happens.

import type { FormerAddress } from '../../../domain/caller'
import type { Mode } from '../../../domain/event'
import type { SpaceLink } from '../../../generated/prisma/client'
import { changeBound, isWhole } from '../../kernel/bound-rows'
import type { Context, Tx } from '../../kernel/context'
import { post } from '../../kernel/outbox'
import { spaceLinkMail } from '../../messages/space-mails'
import { EVERY_ACCOUNT } from '../space-row'
import { atAddresses, type SpaceOf } from '../whose'
import { openLetter } from './request-space-link'

/** Safe to repeat: the row says in the transaction of the mail that it was mailed. The letter stays until the link is used. */
export async function sendSpaceLink(context: Context, { link }: { link: string }): Promise<void> {
  await context.db.$transaction(async (tx) => {
    const row = await tx.spaceLink.findUnique({ where: { id: link } })
    if (!row?.letter || row.account !== null || row.expiresAt <= context.machineNow() || !isWhole(context, 'spaceLink', row)) return
    const known = await knownAt(context, tx, row)
    if (known === null) return void (await tx.spaceLink.update({ where: { id: link }, data: { letter: null } }))
    const { email, locale, token } = openLetter(context, { id: link, letter: row.letter })
    await changeBound(context, tx, 'spaceLink', { id: link }, { account: row.mode === 'test' ? known.tenantId : EVERY_ACCOUNT })
    const mail = spaceLinkMail(spaceSender(context, row.mode, locale), {
      url: `${context.baseUrl}/space/open#${token}`,
      until: row.expiresAt,
    })
    await post(context, tx, { ...known, mode: row.mode, channel: 'email', template: 'space_link', to: email, ...mail })
  })
}

/** What mails of the space say of their sender. */
export const spaceSender = (context: Context, mode: Mode, locale: string) => ({
  locale,
  qualified: context.trust(mode).qualified,
  baseUrl: context.baseUrl,
  support: context.support,
})

/** The signer who was asked last, with whom messages of the space go out: they count for that organisation. */
export type Addressee = { tenantId: string; signerId: string }

/** Null where nobody was ever asked. */
export async function addresseeAt(context: Context, tx: Tx, at: SpaceOf): Promise<Addressee | null> {
  const newest = [{ createdAt: 'desc' }, { id: 'desc' }] as const
  const { mode } = at
  const asked = await tx.signer.findFirst({
    where: { AND: [atAddresses(at), { request: { mode }, profileKey: { not: null } }] },
    orderBy: [...newest],
  })
  if (asked && isWhole(context, 'signer', asked)) return { tenantId: asked.tenantId, signerId: asked.id }
  const held = await tx.credential.findFirst({
    where: { mode, person: { holder: at.holder } },
    orderBy: [...newest],
    include: { signer: true },
  })
  if (!held) return null
  const { signer, ...credential } = held
  const isTheirs = isWhole(context, 'credential', credential) && isWhole(context, 'signer', signer)
  return isTheirs ? { tenantId: signer.tenantId, signerId: signer.id } : null
}

/** By what was asked there; else by the space that was moved there. */
async function knownAt(context: Context, tx: Tx, { mode, holder }: SpaceLink): Promise<Addressee | null> {
  const asked = await addresseeAt(context, tx, { mode, account: EVERY_ACCOUNT, holder, former: [] })
  if (asked) return asked
  const moved = await tx.space.findFirst({ where: { mode, holder }, orderBy: { createdAt: 'desc' } })
  return moved && isWhole(context, 'space', moved)
    ? addresseeAt(context, tx, { mode, account: moved.account, holder, former: moved.former as FormerAddress[] })
    : null
}
