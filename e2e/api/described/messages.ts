// The cases of the operations of a conversation, for the contract.

import { expect } from '@playwright/test'
import type { DocumentedCalls } from './documented-call'

const NOBODY = { request_id: 'sreq_0000000000000000', signer_id: 'sgn_0000000000000000' }
/** Two lines, and what would be markup on a page. */
const TEXT = 'The rate is fixed\nfor ten years. <b>Really.</b>'

/** The first signer is invited, the second is not. */
export async function writesMessages(calls: DocumentedCalls, of: { request_id: string; signers: readonly string[] }): Promise<void> {
  const [first, second] = of.signers.map((signer_id) => ({ request_id: of.request_id, signer_id }))
  const { json } = await calls.call('writeMessage', { path: first ?? NOBODY, body: { text: TEXT } }, 201)
  expect(json).toMatchObject({ type: 'message', from: 'requester', text: TEXT, read: false })
  await calls.call('writeMessage', { path: first ?? NOBODY, body: { text: 'x'.repeat(2001) } }, 422, 'VALIDATION_FAILED')
  await calls.call('writeMessage', { path: second ?? NOBODY, body: { text: 'Hello' } }, 409, 'STATE_CONFLICT')
  await calls.call('writeMessage', { path: NOBODY, body: { text: 'Hello' } }, 404, 'NOT_FOUND')
}

export async function listsMessages(calls: DocumentedCalls, path: { request_id: string; signer_id: string }): Promise<void> {
  await calls.call('listMessages', { path, query: { limit: '5' } }, 200)
  await calls.call('listMessages', { path, query: { cursor: 'made-up' } }, 400, 'INVALID_CURSOR')
  await calls.call('listMessages', { path: NOBODY }, 404, 'NOT_FOUND')
}

export async function readsMessages(calls: DocumentedCalls, path: { request_id: string; signer_id: string }): Promise<void> {
  const { json } = await calls.call('writeMessage', { path, body: { text: TEXT } }, 201)
  const message_id = String(json['id'])
  const read = await calls.call('readMessages', { path, body: { message_id } }, 200)
  expect(read.json).toEqual({ message_id, unread: 0 })
  await calls.call('readMessages', { path, body: { message_id: 'msg_0000000000000000' } }, 404, 'NOT_FOUND')
  await calls.call('readMessages', { path, body: { message_id: 'x' } }, 422, 'VALIDATION_FAILED')
  await calls.call('readMessages', { path: NOBODY, body: { message_id } }, 404, 'NOT_FOUND')
}
