// What the framework tells of its failures, as the JSON log has it: where it was, and nothing that a client sent.

import { readFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { openLog } from '../../adapters/log'
import { logFailure, takeConsole } from './framework-log'

const lines: string[] = []
const log = openLog('info', { write: (line) => void lines.push(line) })
const { warn, error } = console
afterEach(() => {
  Object.assign(console, { warn, error })
  lines.length = 0
})

const SENT = 'anna@example.com, PIN 490731\n    at home'
const failure = () => new SyntaxError(`Unexpected token, "${SENT}" is not valid JSON`)
const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

it('takes what is written to the console, without its words', () => {
  takeConsole(log)
  console.error(' ⨯', failure(), SENT)
  console.warn(`Failed to find Server Action "${SENT}"`)
  console.error({ sent: SENT }, SENT)
  expect(written()).toMatchObject([
    { level: 'error', type: 'SyntaxError', at: expect.arrayContaining([expect.stringContaining('framework-log.test.ts')]) as unknown },
    { level: 'warn' },
    { level: 'error' },
  ])
  expect(lines.join('')).not.toMatch(/anna|490731|home/)
})

it('tells which page failed and why, and of an act only where', () => {
  const asked = { method: 'POST', headers: { 'x-request-id': 'req_1', cookie: SENT } }
  logFailure(log, failure(), asked, { routePath: '/console', routeType: 'action' })
  expect(written()).toMatchObject([{ request_id: 'req_1', method: 'POST', route: '/console', part: 'action', type: 'SyntaxError' }])
  expect(lines.join('')).not.toMatch(/anna|490731|home/)
  lines.length = 0
  logFailure(log, new Error('the database is away'), asked, { routePath: '/console', routeType: 'render' })
  expect(written()).toMatchObject([{ part: 'render', err: { message: 'the database is away' } }])
})

it('takes the console last at a start: what keeps a process from starting is said there, in words', () => {
  const [, done = ''] = /try \{([^]*?)\} catch/.exec(readFileSync('lib/start.ts', 'utf8')) ?? []
  expect(done.trim().split('\n').at(-1)).toContain('takeConsole(')
})
