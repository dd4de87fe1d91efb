// The codes of an endpoint: a refusal that its operation throws is described. Refusals of what the operation calls are for the stories.

import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Endpoint } from '../api/endpoint'
import { codesOf } from './refusals'

const ENDPOINTS = path.join(import.meta.dirname, '../endpoints')

const declared = await Promise.all(
  readdirSync(ENDPOINTS)
    .filter((file) => !/^catalogue|\.test\./.test(file))
    .map(async (file) => {
      const source = readFileSync(path.join(ENDPOINTS, file), 'utf8')
      const exported = (await import(/* @vite-ignore */ path.join(ENDPOINTS, file))) as Record<string, Endpoint>
      return Object.entries(exported).map(([name, endpoint]) => ({ endpoint, operation: operationOf(source, name) }))
    }),
)

test.each(declared.flat())('$endpoint.operationId describes the refusals of its operation', ({ endpoint, operation }) => {
  const thrown = [...operation.matchAll(/new Problem\(\s*['`](\w+)\./g)].map(([, code]) => code)
  const described: ReadonlySet<unknown> = codesOf(endpoint)
  expect(thrown.filter((code) => !described.has(code))).toEqual([])
})

/** The source of the operation's file. */
function operationOf(source: string, endpoint: string): string {
  const [, called = ''] = new RegExp(`${endpoint} = endpoint\\(\\s*(\\w+)`).exec(source) ?? []
  const [, from = ''] = new RegExp(`import \\{[^}]*\\b${called}\\b[^}]*\\} from '([^']+/operations/[^']+)'`).exec(source) ?? []
  return readFileSync(path.join(ENDPOINTS, `${from}.ts`), 'utf8')
}
