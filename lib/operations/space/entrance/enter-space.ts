// Lets a browser into a space, whichever way the person has come: a session, their language, and the mail that tells of it.

import type { FormerAddress } from '../../../domain/caller'
import type { DeviceKind, Passkey, Space } from '../../../generated/prisma/client'
import type { Language } from '../../../wording/catalogue'
import { languageOf } from '../../../wording/readers-language'
import type { Context, Tx } from '../../kernel/context'
import { post } from '../../kernel/outbox'
import { spaceSignInMail, type SignInWay } from '../../messages/space-mails'
import { openSettings, sealSettings } from '../space-row'
import { addresseeAt, spaceSender } from './send-space-link'
import { startSpaceSession, type SpaceDevice } from './space-session'

/** The value for the cookie, and the language of this space: the one that the person chose on the page before, if they did. */
export type Entered = { cookie: string; language: Language }

/** `passkey`: absent where a link from the mailbox did. */
export async function enterSpace(
  context: Context,
  tx: Tx,
  space: Space,
  { device, chosen, passkey }: { device: SpaceDevice; chosen?: Language | undefined; passkey?: Passkey },
): Promise<Entered> {
  const language = await keepChoice(context, tx, space, chosen)
  const cookie = await startSpaceSession(context, tx, space, device, passkey)
  const way = passkey ? 'passkey' : 'link'
  await tellOfSignIn(context, tx, space, { at: context.machineNow(), device: device.kind, way })
  return { cookie, language }
}

async function tellOfSignIn(
  context: Context,
  tx: Tx,
  space: Space,
  signIn: { at: Date; device: DeviceKind; way: SignInWay },
): Promise<void> {
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
