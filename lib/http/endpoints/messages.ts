// The endpoints of the conversation with a signer.

import { listMessages as list } from '../../operations/conversation/list-messages'
import { markMessagesRead } from '../../operations/conversation/mark-read'
import { writeToSigner } from '../../operations/conversation/write-to-signer'
import { endpoint } from '../api/endpoint'
import {
  Message,
  MessageInput,
  MessagePage,
  MessagesQuery,
  MessagesRead,
  MessagesReadInput,
  presentMessage,
  presentMessagesRead,
} from '../schemas/message'
import { presentItems } from '../schemas/page'
import { SignerParams } from '../schemas/signature-request'

const PATH = '/signature-requests/{request_id}/signers/{signer_id}/messages'

export const writeMessage = endpoint(writeToSigner, {
  operationId: 'writeMessage',
  method: 'POST',
  path: PATH,
  tag: 'Signers',
  summary: 'Write to a signer',
  description: [
    'Into the conversation that the signer sees on every page of their journey, once they are invited and until they have signed. Whoever writes has',
    'read what came before. A signer who does not look for two minutes gets one mail, which says that there is a message and not what it says.',
  ].join(' '),
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'STATE_CONFLICT', 'RATE_LIMITED'],
  scope: 'requests:write',
  params: SignerParams,
  body: MessageInput,
  status: 201,
  view: Message,
  present: presentMessage,
})

export const listMessages = endpoint(list, {
  operationId: 'listMessages',
  method: 'GET',
  path: PATH,
  tag: 'Signers',
  summary: 'List the messages of a signer',
  description:
    'Newest first, as long as the signer is kept. Reading the list marks nothing as read. Subscribe to `signer.message_received` to learn of new ones.',
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED', 'INVALID_CURSOR'],
  scope: 'requests:read',
  params: SignerParams,
  query: MessagesQuery,
  view: MessagePage,
  present: (page) => presentItems(page, presentMessage),
})

export const readMessages = endpoint(markMessagesRead, {
  operationId: 'readMessages',
  method: 'POST',
  path: `${PATH}/read`,
  tag: 'Signers',
  summary: 'Mark messages as read',
  description: [
    'All messages of the signer up to this one. The signer sees that they were read, and no mail tells your organisation of them. What was read',
    'stays read: an earlier message changes nothing.',
  ].join(' '),
  problems: ['NOT_FOUND', 'SIGNATURE_REQUEST_DELETED'],
  scope: 'requests:write',
  params: SignerParams,
  body: MessagesReadInput,
  view: MessagesRead,
  present: presentMessagesRead,
})
