// The guide of the sandbox: each of its commands is a call that the API takes, and its table names every field of the body.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as sandbox from '../endpoints/sandbox'
import { CompleteSignerInput } from './sandbox'

const guide = readFileSync('app/docs/guides/sandbox.md', 'utf8')
/** Finds in each command the address below /v1 and what -d sends. Variables of the shell take the place of ids. */
const COMMAND = /curl -s "\{\{site\}\}\/v1([^"]+)" [^]*?-d '([^]*?)'\n/g
const IDS: Readonly<Record<string, string>> = { SIGNER: 'sgn_A1b2C3d4E5f6', ID: 'sreq_7Yx4kP9nQ3mB2wR1', PORTRAIT: '/9j/4AAQ' }
const withIds = (text: string) =>
  text.replaceAll(/'"\$(\w+)"'|\$(\w+)/g, (_, quoted?: string, bare?: string) => IDS[quoted ?? bare ?? ''] ?? '')
const calls = [...guide.matchAll(COMMAND)].map(([, path = '', body = '']) => ({ path: withIds(path), body: withIds(body) }))

test.each(calls)('$path takes $body', ({ path, body }) => {
  const found = Object.values(sandbox).find((endpoint) => new RegExp(`^${endpoint.path.replaceAll(/\{\w+\}/g, '\\w+')}$`).test(path))
  expect(found?.method).toBe('POST')
  expect(found?.body?.safeParse(JSON.parse(body)).error?.issues).toBeUndefined()
})

test('no command is left out, and every field of a walk is in the table', () => {
  expect(calls).toHaveLength(guide.match(/^curl /gm)?.length ?? 0)
  const fields = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  expect(Object.keys(CompleteSignerInput.in.shape).filter((name) => !fields.includes(name))).toEqual([])
})
