// Names that no operation knows: sent to every operation in its query, its JSON and its form, each is refused by name, also the names that
// JavaScript itself gives a meaning.

import { expect } from '@playwright/test'
import { plainPdf } from '../documents'
import { test, type Accounts } from './described/accounts'
import type { Operation } from './described/description'
import { DocumentedCalls, type Result } from './described/documented-call'

const NAMES = ['colour', '__proto__', 'constructor', 'toString', 'hasOwnProperty', '__proto__[x]', '_rsc', 'nxtPrequest_id', '']
const NOBODY: Readonly<Record<string, string>> = {
  request_id: 'sreq_0000000000000000',
  signer_id: 'sgn_0000000000000000',
  document_id: 'doc_0000000000000000',
  endpoint_id: 'whk_0000000000000000',
  event_id: 'evt_0000000000000000',
  signature_id: 'sig_0000000000000000',
  picture: 'document-front',
}

const own = (name: string, value: unknown): Record<string, unknown> => Object.fromEntries([[name, value]])
const pointers = ({ json }: Result): unknown[] =>
  ((json['error'] as { errors?: { pointer: string }[] }).errors ?? []).map(({ pointer }) => pointer)
const takes = ({ requestBody }: Operation, type: string): boolean => requestBody?.content[type] !== undefined

async function form(more: readonly (readonly [string, string])[] = []): Promise<FormData> {
  const filled = new FormData()
  filled.set('file', new File([new Uint8Array(await plainPdf(1))], 'contract.pdf'))
  for (const [name, value] of more) filled.set(name, value)
  return filled
}

const bodyOf = async (operation: Operation): Promise<{ form?: FormData; body?: object }> =>
  takes(operation, 'multipart/form-data') ? { form: await form() } : takes(operation, 'application/json') ? { body: {} } : {}

/** Sends each name to every operation. */
async function each(
  accounts: Accounts,
  names: readonly string[],
  send: (calls: DocumentedCalls, operation: Operation, name: string) => Promise<void>,
): Promise<void> {
  const calls = new DocumentedCalls(accounts)
  for (const operation of accounts.description.operations) {
    for (const name of names) await test.step(`${operation.operationId} "${name}"`, () => send(calls, operation, name))
  }
}

test('an unknown name in the query is refused', async ({ accounts }) => {
  await each(accounts, NAMES, async (calls, operation, name) => {
    const query = own(name, 'x') as Record<string, string>
    const key = accounts.ours.keys[NAMES.indexOf(name) % accounts.ours.keys.length] ?? ''
    const refused = await calls.call(
      operation.operationId,
      { path: NOBODY, query, key, ...(await bodyOf(operation)) },
      400,
      'MALFORMED_REQUEST',
    )
    expect(pointers(refused)).toEqual([`/${name}`])
  })
})

test('an unknown name in a JSON body is refused', async ({ accounts }) => {
  await each(accounts, NAMES, async (calls, operation, name) => {
    if (!takes(operation, 'application/json')) return
    const refused = await calls.call(operation.operationId, { path: NOBODY, body: own(name, 'x') }, 422, 'VALIDATION_FAILED')
    expect(pointers(refused)).toContain(`/${name}`)
  })
})

test('an unknown name in a form is refused', async ({ accounts }) => {
  await each(
    accounts,
    NAMES.filter((name) => name !== ''),
    async (calls, operation, name) => {
      if (!takes(operation, 'multipart/form-data')) return
      const refused = await calls.call(operation.operationId, { form: await form([[name, 'x']]) }, 422, 'VALIDATION_FAILED')
      expect(pointers(refused)).toEqual([`/${name}`])
    },
  )
})

test('in metadata, where names are free, `__proto__` alone is refused, because it would be lost', async ({ accounts }) => {
  const calls = new DocumentedCalls(accounts)
  const signers = [{ name: 'Anna Kowalska', email: 'anna@example.com', phone: '+48500123456' }]
  const asked = { document_id: NOBODY['document_id'], signers }
  for (const [metadata, pointer] of [
    [own('__proto__', 1), '/metadata/__proto__'],
    [{ deep: [own('__proto__', {})] }, '/metadata/deep/0/__proto__'],
  ] as const) {
    const refused = await calls.call('createSignatureRequest', { body: { ...asked, metadata } }, 422, 'VALIDATION_FAILED')
    expect(pointers(refused)).toEqual([pointer])
  }
})
