// The supervisor of the server, with tiny programs in its place: what dies is started again, what was stopped stays stopped.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { supervise } from './supervise.mjs'

const scratch = mkdtempSync(path.join(tmpdir(), 'supervise-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

type Line = { fields: Record<string, unknown>; message: string }

/** Supervises servers that do, one after the other, what the programs say; the last one again and again. */
async function supervised(programs: string[], { sixMinutesBetween = false } = {}) {
  const waits: number[] = []
  const lines: Line[] = []
  let starts = 0
  let clock = 0
  const { ended } = supervise(
    () => spawn(process.execPath, ['-e', programs[Math.min(starts++, programs.length - 1)] ?? ''], { stdio: 'ignore' }),
    {
      wait: async (milliseconds: number) => {
        waits.push(milliseconds)
        if (sixMinutesBetween) clock += 360_000
      },
      now: () => clock,
      log: (_level: string, fields: Record<string, unknown>, message: string) => void lines.push({ fields, message }),
    },
  )
  return { status: await ended, starts, waits, lines }
}

test('a server that dies is started again, whether it exits or is killed, and each time is logged', async () => {
  const { status, starts, lines } = await supervised(['process.exit(134)', "process.kill(process.pid, 'SIGKILL')", 'process.exit(0)'])
  expect({ status, starts }).toEqual({ status: 0, starts: 3 })
  expect(lines.map(({ fields: { code, signal } }) => [code, signal])).toEqual([
    [134, null],
    [null, 'SIGKILL'],
  ])
})

test('it waits longer each time, and gives up with a message and a status of its own', async () => {
  const { status, starts, waits, lines } = await supervised(['process.exit(1)'])
  expect({ status, starts, waits }).toEqual({ status: 70, starts: 6, waits: [1000, 2000, 4000, 8000, 16_000] })
  expect(lines.at(-1)?.message).toBe('the server died 6 times in 10 minutes and is not started again')
})

test('a server that dies now and then is started again for ever', async () => {
  const programs = [...Array.from({ length: 8 }, () => 'process.exit(1)'), 'process.exit(0)']
  const { status, starts, waits } = await supervised(programs, { sixMinutesBetween: true })
  expect({ status, starts }).toEqual({ status: 0, starts: 9 })
  expect(Math.max(...waits)).toBe(2000)
})

test('a server that cannot start with its settings is not tried again', async () => {
  expect(await supervised(['process.exit(78)'])).toMatchObject({ status: 78, starts: 1, lines: [] })
})

/** A process of its own that supervises a server with this code. Answers once the server has said that it runs. */
async function program(server: string) {
  const file = path.join(scratch, `${crypto.randomUUID()}.mjs`)
  const supervisor = pathToFileURL(path.join(import.meta.dirname, 'supervise.mjs')).href
  writeFileSync(
    file,
    `import { spawn } from 'node:child_process'\nimport { superviseProcess } from '${supervisor}'\n` +
      `await superviseProcess(() => spawn(process.execPath, ['-e', ${JSON.stringify(server)}], { stdio: 'inherit' }))\n`,
  )
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  const closed = once(child, 'close') as Promise<[number | null, string | null]>
  await once(child.stdout, 'data')
  return { child, closed, said: () => said }
}

const RUNS = "console.log('runs'); setInterval(() => undefined, 1000)"

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends server and supervisor, with the status of the server', async (signal) => {
  const { child, closed, said } = await program(`process.on('${signal}', () => { console.log('ended'); process.exit(0) }); ${RUNS}`)
  child.kill(signal)
  expect(await closed).toEqual([0, null])
  expect(said()).toBe('runs\nended\n')
})

test('a server that knows no signals ends by one, and the status says which', async () => {
  const { child, closed } = await program(RUNS)
  child.kill('SIGHUP')
  expect(await closed).toEqual([143, null])
})

test('a stop that comes between two starts ends it at once', async () => {
  const { child, closed, said } = await program("console.log('dies'); process.exit(1)")
  while (!said().includes('is started again')) await once(child.stdout, 'data')
  child.kill('SIGTERM')
  expect(await closed).toEqual([0, null])
})
