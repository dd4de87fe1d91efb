// The operator's commands over the socket of a serving process: what they do, what they refuse, and that nobody else gets in.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addressOf, askServer } from '../../scripts/admin.mjs'
import { readConfig } from '../config'
import type { Installation } from '../context'
import { openControl } from '../control'
import { Problem } from '../domain/problem'
import { authenticate } from '../http/api/authenticate'
import { testContext, type TestContext } from '../testing/test-context'

let test: TestContext
let close: () => void
const dataDir = mkdtempSync(path.join(tmpdir(), 'admin-'))

beforeAll(async () => {
  test = await testContext()
  const opened = {
    config: readConfig({ QSIGNHUB_DATA_DIR: dataDir }),
    contextFor: () => test.context,
    pki: test.pki,
    log: test.context.log,
  } as unknown as Installation
  // Left behind by a process that was killed.
  close = await openControl(opened)
})
afterAll(async () => {
  close()
  await test.close()
  rmSync(dataDir, { recursive: true, force: true })
})

async function admin(...argv: string[]): Promise<{ status: number | null; said: string }> {
  const lines: string[] = []
  const status = await askServer(dataDir, argv, (line: string) => void lines.push(line))
  return { status, said: lines.join('\n') }
}
const idIn = (said: string, prefix: string) => new RegExp(`${prefix}_\\w+`).exec(said)?.[0] ?? ''
const keyIn = (said: string) => /^qsh_\w+$/m.exec(said)?.[0] ?? ''
const says = (key: string) =>
  authenticate(test.context, key).then(
    ({ scopes, mode }) => `${mode} ${scopes.join()}`,
    (error: unknown) => (error instanceof Problem ? error.says : String(error)),
  )

async function newOrganisation(): Promise<string> {
  return idIn((await admin('organisations', 'make', 'Example Bank')).said, 'ten')
}
async function newKey(organisation: string, ...options: string[]): Promise<{ id: string; key: string }> {
  const { said, status } = await admin('keys', 'make', organisation, '--name', 'CI', ...options)
  expect(status).toBe(0)
  return { id: idIn(said, 'key'), key: keyIn(said) }
}

describe('organisations', () => {
  it('are made, listed and limited', async () => {
    const id = await newOrganisation()
    const { said } = await admin('organisations', 'limit', id, '--plan', 'enterprise', '--storage', '2TB', '--requests-per-minute', '70')
    expect(said).toMatch(/Example Bank {2}enterprise {2}0 B of 2 TB {2}70 requests a minute/)
    expect((await admin('organisations', 'list')).said).toContain(`${id}  Example Bank  enterprise`)
    expect((await admin('organisations', 'limit', id, '--storage', '1MB')).said).toContain('0 B of 1 MB')
    const { said: back } = await admin('organisations', 'limit', id, '--storage', 'default', '--requests-per-minute', 'default')
    expect(back).toMatch(/enterprise {2}0 B of 100 GB$/)
    expect((await admin('organisations', 'limit', id, '--minimum-age', '16')).said).toContain('signers from 16')
    expect((await admin('organisations', 'limit', id, '--minimum-age', '15')).status).toBe(2)
    expect((await admin('organisations', 'limit', id, '--minimum-age', 'default')).said).not.toContain('signers from')
    expect((await admin('organisations', 'limit', id, '--step-up-after', '180')).said).toContain('selfie after 180 days')
    for (const days of ['0', '3651', 'default', '1.5'])
      expect((await admin('organisations', 'limit', id, '--step-up-after', days)).status).toBe(2)
    expect((await admin('organisations', 'limit', id, '--step-up-after', 'never')).said).not.toContain('selfie after')
  })

  it('say where their signers ask, and about what they are written to', async () => {
    const id = await newOrganisation()
    expect((await admin('organisations', 'contact', id)).said).toMatch(/ask {2}nobody\nconversation {2}on\nmails go to {2}nobody/)
    const options = ['--email', 'loans@bank.example', '--phone', '+44 20 7946 0018', '--hours', 'Mon to Fri, 9 to 17']
    const { said } = await admin('organisations', 'contact', id, ...options, '--notices', 'signed,stuck', '--conversation', 'off')
    expect(said).toContain('loans@bank.example  +44 20 7946 0018  Mon to Fri, 9 to 17')
    expect(said).toMatch(/conversation {2}off\nmails go to {2}loans@bank\.example {2}about {2}signed, stuck$/)
    expect((await admin('organisations', 'contact', id, '--notify', 'a@bank.example,b@bank.example')).said).toContain('a@bank.example, b@')
    expect((await admin('organisations', 'contact', id, '--phone', 'none', '--notices', 'none')).said).toMatch(
      /no telephone[^]*about {2}nothing$/,
    )
    for (const wrong of [
      ['--notices', 'all'],
      ['--conversation', 'maybe'],
    ])
      expect((await admin('organisations', 'contact', id, ...wrong)).status).toBe(2)
    expect((await admin('organisations', 'contact', id, '--email', 'nobody')).status).toBe(1)
  })

  it('lose their keys while they are suspended', async () => {
    const id = await newOrganisation()
    const { key } = await newKey(id)
    expect(await says(key)).toBe('test ')
    expect((await admin('organisations', 'suspend', id)).said).toContain('suspended since')
    expect(await says(key)).toBe('UNAUTHENTICATED.suspended')
    await admin('organisations', 'resume', id)
    expect(await says(key)).toBe('test ')
  })
})

describe('keys', () => {
  it('have scopes, a mode, an end and a limit, and are shown once', async () => {
    const organisation = await newOrganisation()
    const { id, key } = await newKey(
      organisation,
      '--scopes',
      'documents:write,requests:read',
      '--expires',
      '90d',
      '--requests-per-minute',
      '5',
    )
    expect(await says(key)).toBe('test documents:write,requests:read')
    const { said } = await admin('keys', 'list', organisation)
    expect(said).toContain(
      `${id}  ${organisation}  test  …${key.slice(-4)}  CI  documents:write,requests:read  5 requests a minute  last used 2026-11-20`,
    )
    expect(said).not.toContain(key)
    expect((await newKey(organisation, '--mode', 'live')).key).toMatch(/^qsh_live_/)
  })

  it('may do everything again, and as often as the organisation, once their limits are taken away', async () => {
    const { id, key } = await newKey(await newOrganisation(), '--scopes', 'requests:read', '--requests-per-minute', '5', '--expires', '90d')
    const { said } = await admin('keys', 'limit', id, '--scopes', 'everything', '--requests-per-minute', 'default', '--expires', 'never')
    expect(said).toMatch(/CI {2}everything {2}last used -$/)
    expect(await says(key)).toBe('test ')
  })

  it('end on their day, and at once when they are revoked', async () => {
    const organisation = await newOrganisation()
    const [dated, revoked] = [await newKey(organisation, '--expires', '2026-11-21'), await newKey(organisation)]
    expect(await says(dated.key)).toBe('test ')
    test.advance(2 * 86_400_000)
    expect(await says(dated.key)).toBe('UNAUTHENTICATED.expired_key')
    expect((await admin('keys', 'limit', dated.id, '--expires', 'never')).status).toBe(1)
    expect((await admin('keys', 'revoke', revoked.id)).said).toContain('revoked')
    expect(await says(revoked.key)).toBe('UNAUTHENTICATED.revoked_key')
  })

  it('are rotated with an overlap, in which both work', async () => {
    const { id, key } = await newKey(await newOrganisation(), '--scopes', 'requests:read')
    const { said } = await admin('keys', 'rotate', id, '--overlap', '12h')
    const next = keyIn(said)
    expect([next === key, await says(key), await says(next)]).toEqual([false, 'test requests:read', 'test requests:read'])
    test.advance(12 * 3_600_000)
    expect([await says(key), await says(next)]).toEqual(['UNAUTHENTICATED.expired_key', 'test requests:read'])
  })
})

describe('keys that were rotated', () => {
  const DAY = 86_400_000
  const endOf = async (id: string) => (await test.context.db.apiKey.findUniqueOrThrow({ where: { id } })).expiresAt?.getTime()

  it('have one successor, which is named where they are rotated again', async () => {
    const { id } = await newKey(await newOrganisation(), '--expires', '365d')
    const successor = idIn((await admin('keys', 'rotate', id, '--overlap', '1d')).said, 'key')
    const again = await admin('keys', 'rotate', id)
    expect(again).toEqual({
      status: 1,
      said: expect.stringContaining(`${id} was rotated already, and ${successor} takes its place`) as string,
    })
    expect((await admin('keys', 'list')).said).toMatch(new RegExp(`${id} .* replaced by ${successor}$`, 'm'))
    expect(await endOf(successor)).toBe(test.context.machineNow().getTime() + 365 * DAY)
  })

  it('are rotated anew once the successor is revoked, and the next one lives as long as the first was made for', async () => {
    const { id } = await newKey(await newOrganisation(), '--expires', '365d')
    const lost = idIn((await admin('keys', 'rotate', id, '--overlap', '2d')).said, 'key')
    await admin('keys', 'revoke', lost)
    test.advance(DAY)
    const next = idIn((await admin('keys', 'rotate', id, '--overlap', '2d')).said, 'key')
    expect(await endOf(next)).toBe(test.context.machineNow().getTime() + 365 * DAY)
  })
})

describe('what is not understood or not possible', () => {
  it.each([
    [['keys'], /There is no command "keys"/],
    [['keys', 'mke'], /There is no command "keys mke"/],
    [['keys', 'make', 'ten_1'], /needs --name/],
    [
      ['keys', 'make', 'ten_1', '--name', 'x', '--scopes', 'requests:read,all'],
      /--scopes is everything, or each of them is one of documents:write.*, and not "all"/,
    ],
    [['keys', 'make', 'ten_1', '--name', 'x', '--expires', 'soon'], /--expires is like 30m, 12h or 7d/],
    [['keys', 'make', 'ten_1', '--name', 'x', '--expires', '2027-02-31'], /--expires is a day like 2027-01-31/],
    [['keys', 'make', 'ten_1', '--nme', 'x'], /Unknown option '--nme'/],
    [['keys', 'limit', 'key_1'], /Nothing is said to be changed.*keys limit <key> \[--scopes/],
    [['organisations', 'limit', 'ten_1'], /Nothing is said to be changed.*organisations limit <organisation> \[--plan/],
    [['keys', 'revoke'], /It is called like this: npm run admin -- keys revoke <key>/],
    [['organisations', 'limit', 'ten_1', '--storage', '5'], /--storage is like 500MB/],
    [['organisations', 'limit', 'ten_1', '--storage', '9999TB'], /--storage is 9000TB at most/],
    [['rotate', 'everything'], /the secret is one of master-key, server-share, and not "everything"/],
  ])('%j: status 2', async (argv, message) => {
    const { status, said } = await admin(...argv)
    expect(status).toBe(2)
    expect(said).toMatch(message)
  })

  it.each([
    [['keys', 'revoke', 'key_none'], /Nothing was done: there is no API key key_none/],
    [['organisations', 'suspend', 'ten_none'], /Nothing was done: there is no organisation ten_none/],
    [['keys', 'make', 'ten_none', '--name', 'x'], /there is no organisation ten_none/],
    [['retire', 'master-key'], /has one generation only/],
  ])('%j: status 1', async (argv, message) => {
    const { status, said } = await admin(...argv)
    expect(status).toBe(1)
    expect(said).toMatch(message)
  })

  it.each(['Example\nBank', 'Example\u202eknaB', 'Example\u001b[2J', 'Example\u200bBank', ' ', 'x'.repeat(201)])(
    'the name %j is refused, of an organisation and of a key',
    async (name) => {
      const refusal = {
        status: 1,
        said: expect.stringMatching(/must have 1 to \d+ characters on one line, without invisible signs/) as string,
      }
      expect(await admin('organisations', 'make', name)).toEqual(refusal)
      expect(await admin('keys', 'make', await newOrganisation(), '--name', name)).toEqual(refusal)
    },
  )

  it('--help names every command, and no command at all is status 2', async () => {
    const { status, said } = await admin('--help')
    expect(status).toBe(0)
    for (const command of ['organisations make <name>', 'keys rotate <key> [--overlap 7d]', 'rotate <master-key|server-share>'])
      expect(said).toContain(command)
    expect((await admin()).status).toBe(2)
  })
})

it('a rotation runs over the socket, and tells how far it is', async () => {
  const { status, said } = await admin('rotate', 'master-key')
  expect(status).toBe(0)
  expect(said).toMatch(
    /^The master-key has a new generation\.\n[\s\S]*KeptKey\.sealed: \d sealed anew[\s\S]*npm run admin -- retire master-key$/,
  )
})

it('keeps a trail of what was done, to what and by whom, without a key', async () => {
  const { id, key } = await newKey(await newOrganisation())
  await admin('keys', 'revoke', id)
  const trail = readFileSync(path.join(dataDir, 'operator.log'), 'utf8')
  const last = JSON.parse(trail.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
  expect(last).toMatchObject({ command: 'keys revoke', about: [id], by: expect.any(String), at: expect.stringMatching(/^2026-/) })
  expect(trail).not.toContain(key)
  expect(statSync(path.join(dataDir, 'operator.log')).mode & 0o777).toBe(0o600)
})

it('only the owner of the data directory gets in', () => {
  expect(statSync(path.join(dataDir, 'control')).mode & 0o777).toBe(0o700)
})

it('what a killed process left behind is passed over, and swept away at the next start', async () => {
  const dead = path.join(dataDir, 'control', '0000.sock')
  writeFileSync(dead, '')
  expect((await admin('keys', 'list')).status).toBe(0)
  const again = await openControl({ config: { dataDir } } as unknown as Installation)
  again()
  expect(readdirSync(path.join(dataDir, 'control'))).not.toContain('0000.sock')
})

it('an operator who leaves in the middle disturbs nobody', async () => {
  const [name = ''] = readdirSync(path.join(dataDir, 'control'))
  const socket = net.connect(addressOf(path.join(dataDir, 'control'), name))
  await once(socket, 'connect')
  socket.write('{"argv":["keys","list"]}\n')
  socket.destroy()
  expect((await admin('keys', 'list')).status).toBe(0)
})

it('without a serving process there is nobody to ask', async () => {
  expect(await askServer(mkdtempSync(path.join(tmpdir(), 'nobody-')), ['--help'], () => undefined)).toBeNull()
})

it.each<[argv: string[], status: number, says: RegExp]>([
  [['keys', 'list'], 1, /Nothing was done: there is no installation in .*mistyped.*npm start makes one/],
  [['--help'], 0, /Commands of the operator/],
])('a command in a directory without an installation makes none: %j', (argv, status, says) => {
  const directory = path.join(mkdtempSync(path.join(tmpdir(), 'admin-alone-')), 'mistyped')
  const alone = spawnSync(process.execPath, ['--conditions=react-server', '--import', 'tsx', 'scripts/admin-alone.ts', ...argv], {
    encoding: 'utf8',
    // Vitest has a BASE_URL of its own.
    env: { ...process.env, BASE_URL: '', QSIGNHUB_DATA_DIR: directory },
  })
  expect(alone.stdout).toMatch(says)
  expect([alone.status, existsSync(directory)]).toEqual([status, false])
})
