// The wire of conversations: messages as the API shows them, and the threads that our own pages follow.

import { z } from 'zod'
import { MESSAGE_CHARACTERS, MESSAGE_LENGTH, SIDES } from '../../domain/conversation'
import { CORRECTABLE_FIELDS } from '../../domain/steps'
import type { Entry } from '../../operations/conversation/entries'
import type { ReadSoFar } from '../../operations/conversation/mark-read'
import { Cursor, Limit, pageSchema } from './page'

const MESSAGE_TYPES = ['message', 'correction'] as const

export const Message = z
  .object({
    id: z.string().meta({ examples: ['msg_5nR8wX2kV9tQ4mZb'] }),
    type: z.enum(MESSAGE_TYPES).meta({
      description: '`correction`: the signer corrected their details; `fields` says which, and what they are now is shown with the signer.',
    }),
    from: z.enum(SIDES).meta({ examples: ['signer'] }),
    text: z
      .string()
      .nullable()
      .meta({ description: 'Plain text. Null for a correction.', examples: ['Is the interest rate fixed for all ten years?'] }),
    fields: z.array(z.enum(CORRECTABLE_FIELDS)).meta({ description: 'Empty for a message.', examples: [[]] }),
    read: z.boolean().meta({ description: 'Whether the other side has read it on its page, or has answered.', examples: [true] }),
    created_at: z.iso.datetime().meta({ examples: ['2025-01-15T10:41:07.000Z'] }),
  })
  .meta({ id: 'Message' })

export const MessagePage = pageSchema(Message).meta({ id: 'MessagePage' })

export const MessagesQuery = z.strictObject({ limit: Limit, cursor: Cursor.optional() })

export const MessageInput = z
  .strictObject({
    text: z
      .string()
      .min(1)
      .max(MESSAGE_LENGTH)
      .meta({
        description: `At most ${MESSAGE_CHARACTERS} characters, as people count them. Line breaks stay; nothing in it is markup.`,
        examples: ['Yes, for all ten years. You find it in section 4.'],
      }),
  })
  .meta({ id: 'MessageInput' })

const MessageId = z.string().regex(/^msg_\w{1,32}$/, 'not a message id; it begins with msg_')
export const MessagesReadInput = z
  .strictObject({ message_id: MessageId.meta({ description: 'The newest message that was read.', examples: ['msg_5nR8wX2kV9tQ4mZb'] }) })
  .meta({ id: 'MessagesReadInput' })
  .transform(({ message_id }) => ({ messageId: message_id }))
export const MessagesRead = z
  .object({
    message_id: z.string().meta({ examples: ['msg_5nR8wX2kV9tQ4mZb'] }),
    unread: z
      .number()
      .int()
      .meta({ description: 'Messages of the signer that have come since, and are unread.', examples: [0] }),
  })
  .meta({ id: 'MessagesRead' })
export const presentMessagesRead = ({ messageId, unread }: ReadSoFar): z.input<typeof MessagesRead> => ({ message_id: messageId, unread })

export function presentMessage({ id, by, text, fields, read, at }: Entry): z.input<typeof Message> {
  return {
    id,
    type: fields.length > 0 ? 'correction' : 'message',
    from: by,
    text,
    fields: [...fields],
    read,
    created_at: at.toISOString(),
  }
}

const Version = z.coerce.number().int().min(-1).max(1e9)
/** What a page knows of a thread already. */
export const KnownQuery = z.strictObject({ version: Version, after: Version })
/** What a page posts: a message under a name of its own, or how far it was read. */
export const WrittenInput = z.strictObject({ text: z.string().max(MESSAGE_LENGTH), sentAs: z.string().regex(/^[\w-]{16,64}$/) })
export const ReadInput = z.strictObject({ to: z.number().int().min(1).max(1e9) })

export const ThreadView = z.union([
  z.object({
    version: z.number(),
    open: z.boolean(),
    readable: z.boolean(),
    readTo: z.number(),
    entries: z.array(
      z.object({
        id: z.string(),
        number: z.number(),
        by: z.enum(SIDES),
        text: z.string().nullable(),
        fields: z.array(z.enum(CORRECTABLE_FIELDS)).readonly(),
        at: z.date().transform((at) => at.toISOString()),
      }),
    ),
  }),
  z.object({ version: z.number() }),
])
export type ThreadView = z.infer<typeof ThreadView>
export type Thread = Extract<ThreadView, { entries: unknown }>
export type ThreadEntry = Thread['entries'][number]
