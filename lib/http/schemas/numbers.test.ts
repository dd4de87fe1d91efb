// Every number that a client may send has a least and a greatest value: one of 10^308 is finite, and makes infinities of what is computed with it.

import { expect, it } from 'vitest'
import { z } from 'zod'
import { ENDPOINTS } from '../endpoints/catalogue'
import { DownloadQuery } from './signature-request'
import { Act, FramesMeta, HandoverInput } from './journey'
import { CompareQuery } from './compared-pages'
import { OutboxQuery } from './outbox'

type Json = { [member: string]: unknown }

const OF_PAGES = { Act, CompareQuery, FramesMeta, HandoverInput, OutboxQuery, DownloadQuery }
const RECEIVED: readonly (readonly [string, z.ZodType])[] = [
  ...Object.entries(OF_PAGES),
  ...ENDPOINTS.flatMap(({ method, path, params, query, body }) =>
    Object.entries({ params, query, body }).flatMap(([part, schema]) => (schema ? [[`${method} ${path} ${part}`, schema] as const] : [])),
  ),
]

/** The paths of numbers that are bounded on one side or none. What an integer can be at most in JSON is no bound. */
function unbounded(schema: unknown, path: string): string[] {
  if (schema === null || typeof schema !== 'object') return []
  const { type, minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema as Json
  const isBound = (one: unknown, other: unknown) => [one, other].some((bound) => typeof bound === 'number' && Math.abs(bound) < 2 ** 53 - 1)
  const own =
    (type === 'number' || type === 'integer') && !(isBound(minimum, exclusiveMinimum) && isBound(maximum, exclusiveMaximum)) ? [path] : []
  // What the requester keeps with a request is theirs: it is stored and given back, and nothing is computed with it.
  const inside = Object.entries(schema).filter(([name]) => name !== 'metadata' && name !== '$defs')
  return [...own, ...inside.flatMap(([name, part]) => unbounded(part, `${path}/${name}`))]
}

it.each(RECEIVED)('%s has no number without bounds', (name, schema) => {
  const described = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  expect(unbounded(described, name)).toEqual([])
})

it('refuses a frame that was captured when no clock stands', () => {
  const meta = (capturedAt: number, revealedAt?: number) =>
    FramesMeta.safeParse({ stage: 'selfie', nonce: 'n'.repeat(22), revealedAt, frames: [{ seq: 0, capturedAt }] }).success
  for (const moment of [1e308, -1, 1e14]) expect([meta(moment), meta(0, moment)]).toEqual([false, false])
  expect([meta(0), meta(12.5, 10), meta(Date.now())]).toEqual([true, true, true])
})
