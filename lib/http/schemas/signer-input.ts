// The wire of signers: how a request names them, how one is added, and how one is reminded.

import { z } from 'zod'
import { REMINDER_CHANNELS } from '../../domain/event'
import type { FieldPath } from '../../domain/problem'
import { IDENTITY_METHODS } from '../../domain/policy'
import { isPersonName } from '../../domain/person-name'
import { isPlainText } from '../../domain/plain-text'
import { scriptOf } from '../../domain/transliteration'
import { Locale } from './document'
import { Email } from '../../operations/kernel/email'
import { OwnField } from './field-input'

const SIGNER = {
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine(
      isPersonName,
      "not a person's name; begin with a letter, and write letters, spaces, hyphens, apostrophes, points, commas and digits only",
    )
    // The zone of a document knows Latin letters; of Greek and Cyrillic names it says how they are written in them.
    .refine(
      (name) => scriptOf(name) !== null,
      'cannot be compared with an identity document: write it in one alphabet, Latin, Greek or Cyrillic, as at the bottom of the document',
    )
    .meta({ description: 'As their identity document shows it, in Latin, Greek or Cyrillic letters.', examples: ['Anna Kowalska'] }),
  email: Email,
  phone: z
    .string()
    .max(40)
    .nullish()
    .meta({
      description:
        'A mobile number in E.164 form, for the code that releases the signature. At an advanced signature it must be here, and the signer cannot change it. At a qualified one the signer is asked when it is absent; a simple one needs none.',
      examples: ['+48500123456'],
    }),
  identity_verification: z
    .strictObject({
      method: z.enum(IDENTITY_METHODS).nullish().meta({
        description:
          'At a qualified signature `video_id`, at an advanced one `sms_otp`, which are the defaults. Leave it out at a simple one.',
      }),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'not a country code; write two capital letters such as PL')
        .nullish()
        .meta({ description: 'Which country issued the document: ISO 3166-1 alpha-2.', examples: ['PL'] }),
    })
    .nullish(),
  locale: Locale.nullish(),
}

function read({ name, email, phone, locale, identity_verification: identity }: z.output<z.ZodObject<typeof SIGNER>>) {
  return { name, email, phone: phone ?? null, locale: locale ?? null, method: identity?.method ?? null, country: identity?.country ?? null }
}

export const Signer = z
  .strictObject({
    ...SIGNER,
    order: z
      .int()
      .min(1)
      .max(1000)
      .nullish()
      .meta({ description: 'Lower goes first; the order of the list unless given.', examples: [1] }),
  })
  .meta({ id: 'SignerInput' })
  .transform(({ order, ...signer }) => ({ ...read(signer), order: order ?? null }))

/** Signs after all signers that the request has already. */
export const AddSignerInput = z
  .strictObject({
    ...SIGNER,
    fields: z
      .array(OwnField)
      .max(20)
      .nullish()
      .meta({ description: 'Where their signature stands: at most one place per document. We place those that are missing.' }),
  })
  .meta({
    id: 'AddSignerInput',
    examples: [{ name: 'Maria Nowak', email: 'maria.nowak@company.com', phone: '+48500123457', locale: 'pl-PL' }],
  })
  .transform(({ fields, ...signer }) => ({ signer: { ...read(signer), order: null }, fields: fields ?? [] }))

/** Where a property of a signer stands on the wire. */
export function signerPath(path: FieldPath): FieldPath {
  return path[0] === 'method' || path[0] === 'country' ? ['identity_verification', ...path] : path
}

/** The path of a field where a signer is added: the body itself is the signer. */
export function addedSignerPath(path: FieldPath): FieldPath {
  return path[0] === 'signer' ? signerPath(path.slice(1)) : path
}

/** Longer than any message that a signer reads. */
const LONGEST_MESSAGE = 500

export const RemindInput = z
  .strictObject({
    channel: z
      .enum(REMINDER_CHANNELS)
      .nullish()
      .meta({ description: '`email` unless given.', examples: ['email'] }),
    message: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_MESSAGE)
      .refine(isPlainText, 'holds control or invisible signs; send plain words')
      .nullish()
      .meta({
        description: 'Your words to the signer, shown in the mail as yours. A text message has no room for them.',
        examples: ['Please sign the document before the end of this week.'],
      }),
  })
  .meta({ id: 'RemindInput' })
  .transform(({ channel, message }) => ({ channel: channel ?? ('email' as const), message: message ?? null }))
