// Mails of the space: its link, and word of every act there that a person must hear of, in case it was not theirs.

import type { DeviceKind } from '../../generated/prisma/client'
import type { Messages } from '../../wording/catalogue'
import { languageOf } from '../../wording/readers-language'
import { moment } from '../../wording/time'
import { wording } from '../../wording/wording'
import { button, quiet, text, written, type Block } from './layout'
import type { Written } from './letter'

/** `locale`: of the person. `support`: where they reach us. */
export type SpaceSender = { locale: string; qualified: boolean; baseUrl: string; support: string | null }
type Words = Messages['mails']['space']
type Name = { [K in keyof Words]: Words[K] extends { heading: string } ? K : never }[keyof Words]

export const spaceLinkMail = (sender: SpaceSender, { url, until }: { url: string; until: Date }): Written =>
  spaceMail(sender, 'link', { until: moment(until, sender.locale) }, (say) => [
    text(say('link.text', { until: moment(until, sender.locale) })),
    button(say('link.button'), url),
    quiet(say('link.notYou')),
  ])

export type SignInWay = 'link' | 'passkey'
export const spaceSignInMail = (sender: SpaceSender, { at, ...signIn }: { at: Date; device: DeviceKind; way: SignInWay }): Written =>
  told(sender, 'signIn', { at: moment(at, sender.locale), ...signIn })

/** What was done to the certificate with this serial number. */
export const certificateMail = (
  sender: SpaceSender,
  name: 'revoked' | 'pinChanged' | 'locked',
  { at, serial }: { at: Date; serial: string },
): Written => told(sender, name, { at: moment(at, sender.locale), serial })

/** What was done to the ways into the space. */
export const contactMail = (sender: SpaceSender, name: 'phoneChanged' | 'emailChanged' | 'passkeyAdded', { at }: { at: Date }): Written =>
  told(sender, name, { at: moment(at, sender.locale) })

export const emailCodeMail = (sender: SpaceSender, { code }: { code: string }): Written => told(sender, 'emailCode', { code })

type Values = Record<string, string>
/** The words of each mail take a part of the values. */
type Say = (key: string, values?: Values) => string

function told(sender: SpaceSender, name: Exclude<Name, 'link'>, values: Values): Written {
  return spaceMail(sender, name, values, (say) => [
    text(say(`${name}.text`, values)),
    text(say(`${name}.notYou`, values)),
    ...(sender.support === null ? [] : [quiet(say('support', { email: sender.support }))]),
  ])
}

function spaceMail(sender: SpaceSender, name: Name, values: Values, blocks: (say: Say) => readonly Block[]): Written {
  const language = languageOf(sender.locale)
  const say = wording(language, 'mails.space') as unknown as Say
  const { qualified, baseUrl } = sender
  return written(
    { language, qualified, baseUrl, requester: { name: say('name'), color: null }, requestId: '' },
    {
      subject: say(`${name}.subject`, values),
      heading: say(`${name}.heading`, values),
      blocks: blocks(say),
      reason: say('origin', { reason: say('reason'), address: baseUrl }),
      footer: [],
    },
  )
}
