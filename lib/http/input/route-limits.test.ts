// Every route of app/ against the table of limits: each has a row, refuses an address that asks too often, and reads no more of a stranger's
// body than its row says.

import { readdirSync } from 'node:fs'
import { NextRequest } from 'next/server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { config, proxy } from '../../../proxy'
import type { Context } from '../../operations/kernel/context'
import { asInstallation, callRoute } from '../../testing/as-installation'
import { testContext, type TestContext } from '../../testing/test-context'
import { ROUTE_LIMITS, routeOf, secondsToWaitHere } from './route-limits'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const OURS = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }
const FROM = { 'x-qsignhub-client': '203.0.113.7' }
const files = readdirSync('app', { recursive: true, encoding: 'utf8' }).filter((file) => /(?:^|\/)route\.ts$/.test(file))

/** `[[...path]]` and `[...path]` stand for several parts, `[id]` for one. */
const folderOf = (file: string): string[] => file.split('/').slice(0, -1)
const addressOf = (file: string): string =>
  `/${folderOf(file)
    .map((part) => (part.startsWith('[') ? 'x' : part))
    .join('/')}`
const paramsOf = (file: string): Record<string, string | string[]> =>
  Object.fromEntries(
    folderOf(file).flatMap((part) => {
      const [, several, name = ''] = /^\[+(\.{3})?(\w+)\]+$/.exec(part) ?? []
      return name === '' ? [] : [[name, several === undefined ? 'x' : ['x']] as const]
    }),
  )

let test: TestContext
let takeAway: () => void = () => undefined
beforeAll(async () => {
  test = await testContext()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  takeAway()
  takeAway = () => undefined
  vi.useRealTimers()
})
afterAll(() => test.close())

/** As the server does: what is a page, or beside one, passes through the proxy first. */
async function ask(file: string, method: string, body?: ReadableStream<Uint8Array>): Promise<Response | undefined> {
  const address = addressOf(file)
  const request = new NextRequest(`https://sign.example.com${address}`, {
    method,
    headers: { ...OURS, ...FROM },
    ...(body ? { body, duplex: 'half' } : {}),
  })
  if (new RegExp(`^${config.matcher[0] ?? ''}$`).test(address)) {
    const before = await proxy(request)
    if (before.status !== 200) return before
  }
  return callRoute(file, request, paramsOf(file))
}

/** Every window that the database counts is full. */
function exhausted(context: Context): Context {
  return {
    ...context,
    statement: (statement, values) =>
      statement.name === 'count_use' ? Promise.resolve([{ count: 1_000_000 }] as never) : context.statement(statement, values),
  }
}

it('finds routes', () => {
  expect(files.length).toBeGreaterThan(40)
})

it('lists no address that no route has, and for each what it may be asked and sent', () => {
  const used = new Set(files.map((file) => routeOf(addressOf(file))?.route))
  // Pages that look something up, by a token or by a session.
  for (const page of ['/r', '/s', '/space']) used.add(page)
  expect([...used].sort()).toEqual(Object.keys(ROUTE_LIMITS).sort())
  for (const { body, ...limits } of Object.values(ROUTE_LIMITS)) {
    expect(body).toBeGreaterThanOrEqual(0)
    if (limits.counted !== 'quota') expect(limits.count).toBeGreaterThan(0)
  }
})

describe.each(files)('%s', (file) => {
  const limits = routeOf(addressOf(file))?.limits

  it('has limits of its own', () => {
    expect(limits).toBeDefined()
  })

  it('refuses an address that asks too often', async () => {
    takeAway = asInstallation(test, exhausted(test.context))
    const full = new Request(`https://sign.example.com${addressOf(file)}`, { headers: FROM })
    for (let asked = 0; limits?.counted === 'here' && asked < limits.count; asked++) secondsToWaitHere(full, new Date())
    for (const method of METHODS) {
      const answer = await ask(file, method)
      // A form without scripts is led back to its page, which says so.
      const refused = answer?.status === 303 && answer.headers.get('location')?.endsWith('?wait=1') === true
      if (answer && !refused) expect([method, answer.status]).toEqual([method, 429])
    }
  })

  it('reads no more of the body of a stranger than it says', async () => {
    takeAway = asInstallation(test, test.context)
    for (const method of METHODS.slice(1)) {
      let sent = 0
      const chunk = new Uint8Array(8 * 1024).fill(120)
      const endless = new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            sent += chunk.length
            if (sent > 20 * 1024 * 1024) controller.close()
            else controller.enqueue(chunk)
          },
        },
        { highWaterMark: 0 },
      )
      const answer = await ask(file, method, endless)
      if (answer) expect([method, sent <= (limits?.body ?? -1) + chunk.length, answer.status < 500]).toEqual([method, true, true])
    }
  })
})

describe('what a process counts in its memory', () => {
  const asked = (client: string, now: Date) =>
    secondsToWaitHere(new Request('https://sign.example.com/r/token', { headers: { 'x-qsignhub-client': client } }), now)

  it('begins anew with each window, and holds no more than so many addresses', () => {
    const now = new Date('2026-11-20T10:00:30.000Z')
    for (let time = 0; time < 600; time++) expect(asked('203.0.113.9', now)).toBeNull()
    expect(asked('203.0.113.9', now)).toBe(30)
    expect(asked('203.0.113.9', new Date('2026-11-20T10:01:00.000Z'))).toBeNull()
    // Addresses without end share one count once there are too many.
    const later = new Date('2026-11-20T10:02:00.000Z')
    for (let at = 0; at < 20_000; at++) asked(`client ${at}`, later)
    for (let at = 0; at < 600; at++) expect(asked(`more ${at}`, later)).toBeNull()
    expect(asked('one more', later)).toBe(60)
    expect(asked('client 7', later)).toBeNull()
  })
})
