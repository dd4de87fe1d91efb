// The pool of document workers with tasks that hang, eat memory, die and break: each costs its own request a coded answer, nothing else.

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildDocumentWorker } from '@/scripts/build-workers.mjs'
import { Problem } from '../../domain/problem'
import { piecesFrom } from '../../operations/kernel/stored-bytes'
import { DocumentPool } from './pool'
import { SpentTime } from './spent-time'

const TEN_MINUTES = 600_000
const limits = {
  text: { seconds: 120 },
  picture: { seconds: 120, kept: true },
  process: { seconds: 120 },
  environment: { seconds: 120 },
  gate: { seconds: 120 },
  hang: { seconds: 0.2 },
  wait: { seconds: 120 },
  fillHeap: { seconds: 120 },
  fillBuffers: { seconds: 120 },
  die: { seconds: 120 },
  refuse: { seconds: 120 },
  break: { seconds: 120 },
  breakWithWords: { seconds: 120, broken: 'DOCUMENT_DAMAGED.file' },
} as const

let file: string
let pool: DocumentPool
let now = 0
let logged: Record<string, unknown>[] = []

beforeAll(async () => {
  file = await buildDocumentWorker('lib/testing/hostile-worker.ts', mkdtempSync(path.join(tmpdir(), 'hostile-')))
})
afterEach(() => pool.close())

const LINE = { waiting: { tenant: 2, all: 3 }, served: { tenant: 1 } }
type PoolLine = typeof LINE & { waiting: { signer?: number }; served: { signer?: number } }
/** A client without an account: in ten minutes they have what `hang` costs them. */
const STRANGER = { waiting: 1, shareOfTask: 0.5, secondsOfWindow: 0.1, windowMs: TEN_MINUTES }

/** One worker for each tenant, and one more. */
function open({
  workerFile = file,
  patience = 600_000,
  line = LINE,
}: { workerFile?: string; patience?: number; line?: PoolLine } = {}): void {
  logged = []
  const log = {
    warn: (fields: Record<string, unknown>) => void logged.push(fields),
    error: (fields: Record<string, unknown>) => void logged.push(fields),
  }
  pool = new DocumentPool({
    file: workerFile,
    log,
    limits,
    line,
    stranger: STRANGER,
    memory: { heap: 64, all: 192 },
    patience,
    now: () => now,
  })
}

type Changes = { tenant?: string; signer?: string; sha256?: string; given?: unknown; outside?: unknown; bytes?: () => Promise<unknown> }

/** Tasks of the hostile worker; the pool knows the product's by their types. */
function run(name: keyof typeof limits | 'nothing', task: Changes = {}): Promise<unknown> {
  const bytes = async () => piecesFrom(Buffer.from('the file'))
  return (pool.run as (name: string, task: unknown) => Promise<unknown>).call(pool, name, {
    tenant: 'a',
    sha256: name,
    bytes,
    given: {},
    ...task,
  })
}

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as { says?: string }).says ?? String(error),
  )

/** Tasks that wait until they are let go, and how often each was let begin. */
function gated() {
  const asked: (() => void)[] = []
  const begun: string[] = []
  const gate = (tenant: string, signer?: string) =>
    run('gate', {
      tenant,
      ...(signer === undefined ? {} : { signer }),
      outside: {
        stamp: () => {
          begun.push(signer ?? tenant)
          return new Promise((resolve) => asked.push(() => resolve(Buffer.from('go'))))
        },
      },
    })
  return { gate, begun, asked, atGate: async (count: number) => expect.poll(() => asked.length, { timeout: 120_000 }).toBe(count) }
}

describe('a worker', () => {
  it('gets the whole file, in pieces', async () => {
    open()
    const large = Buffer.alloc(3_000_000, 'a file in pieces ')
    expect(await run('text', { bytes: async () => piecesFrom(large) })).toBe(large.toString())
  })

  it('stays the same process for one short task after the other', async () => {
    open()
    const processes = new Set<unknown>()
    for (let count = 0; count < 300; count++) processes.add(await run('process', { given: { count } }))
    expect(processes.size).toBe(1)
  })

  it('has no environment', async () => {
    process.env['DATABASE_URL_OF_TEST'] = 'postgres://secret'
    open()
    expect(await run('environment')).toEqual({})
  })

  it.each(['fillHeap', 'fillBuffers', 'hang', 'die'] as const)(
    'whose task is "%s" costs its own request a coded answer, and is replaced',
    async (name) => {
      open()
      expect(await refusal(run(name))).toBe('DOCUMENT_DAMAGED.too_demanding')
      expect(logged).toMatchObject([{ task: name, tenant: 'a', sha256: name }])
      expect(await run('text')).toBe('the file')
    },
  )

  it('that waits for ever is given up', async () => {
    open({ patience: 1000 })
    expect(await refusal(run('wait'))).toBe('DOCUMENT_DAMAGED.too_demanding')
  })

  it('may ask for what lies outside, and hears when there is no answer', async () => {
    open()
    expect(await run('gate', { outside: { stamp: async (asked: Uint8Array) => Buffer.concat([asked, Buffer.from(' yes')]) } })).toBe(
      'may I? yes',
    )
    const gone = new Error('no time-stamp')
    await expect(run('gate', { outside: { stamp: () => Promise.reject(gone) } })).rejects.toMatchObject({ name: 'TaskFailed', cause: gone })
    await expect(run('gate', { outside: {} })).rejects.toMatchObject({ name: 'TaskFailed' })
    expect(await run('text')).toBe('the file')
  })

  it('breaks with the words of its task, or as an error, and quotes no file', async () => {
    open()
    expect(await refusal(run('break'))).not.toContain('secret sentence')
    await expect(run('break')).rejects.toMatchObject({ name: 'TaskFailed' })
    expect(JSON.stringify(logged.map(({ error }) => String((error as Error).stack)))).not.toContain('secret sentence')
  })

  it('is not left waiting for a file that cannot be read to its end', async () => {
    open()
    const pieces = {
      length: 100,
      async *[Symbol.asyncIterator]() {
        yield await Promise.resolve(Buffer.from('half'))
        throw new Error('the blob was altered')
      },
    }
    await expect(run('text', { bytes: async () => pieces })).rejects.toThrow('the blob was altered')
    expect(await run('text')).toBe('the file')
  })

  it('that does not start is an error of ours, not of the file', async () => {
    open({ workerFile: `${file}.missing` })
    await expect(run('text')).rejects.toMatchObject({ name: 'TaskFailed', message: 'the worker does not start' })
  })
})

describe('the line', () => {
  it('refuses what has no place in it, and says when to come again', async () => {
    open()
    const { gate, asked, atGate } = gated()
    const taken = [gate('a'), gate('a'), gate('a')]
    await atGate(1)
    await expect(gate('a')).rejects.toMatchObject({ code: 'UNAVAILABLE', status: 503, extra: { retryAfterSeconds: 5 } })
    for (let count = 1; count <= 3; count++) {
      await atGate(count)
      asked[count - 1]?.()
    }
    expect(await Promise.all(taken)).toEqual(['go', 'go', 'go'])
  })

  it('lets the next tenant begin at once, and then serves by turns', async () => {
    open()
    const { gate, begun, asked, atGate } = gated()
    const first = [gate('a'), gate('a'), gate('a')]
    await atGate(1)
    const second = gate('b')
    await atGate(2)
    expect(begun).toEqual(['a', 'b'])
    asked.forEach((go) => go())
    expect(await second).toBe('go')
    for (let count = 3; count <= 4; count++) {
      await atGate(count)
      asked[count - 1]?.()
    }
    expect(await Promise.all(first)).toEqual(['go', 'go', 'go'])
  })

  it('is sent away when the server stops, and so is who comes later', async () => {
    open()
    const { gate, atGate } = gated()
    const all = [gate('a'), gate('a'), gate('b'), gate('b')].map(refusal)
    await atGate(2)
    pool.close()
    expect(await Promise.all(all)).toEqual(Array.from({ length: 4 }, () => 'UNAVAILABLE.documents_stopping'))
    expect(await refusal(run('text'))).toBe('UNAVAILABLE.documents_stopping')
  })
})

describe('clients without an account', () => {
  it('do not wait behind one who has sent much', async () => {
    open({ line: { waiting: { signer: 1, tenant: 10, all: 10 }, served: { signer: 1, tenant: 2 } } })
    const { gate, begun, asked, atGate } = gated()
    const one = [gate('strangers', 'one'), gate('strangers', 'one')]
    await atGate(1)
    await expect(gate('strangers', 'one')).rejects.toMatchObject({ says: 'UNAVAILABLE.documents_busy' })
    const other = gate('strangers', 'other')
    await atGate(2)
    expect(begun).toEqual(['one', 'other'])
    asked.forEach((go) => go())
    expect(await other).toBe('go')
    await atGate(3)
    asked[2]?.()
    expect(await Promise.all(one)).toEqual(['go', 'go'])
  })

  it('may each take so much time of the processor, and then wait; nobody waits with them, and no file is blamed', async () => {
    open()
    const asks = (signer: string, sha256 = 'a file') => refusal(run('text', { tenant: 'strangers', signer, sha256 }))
    expect(await refusal(run('hang', { tenant: 'strangers', signer: 'one' }))).toBe('DOCUMENT_DAMAGED.too_demanding')
    expect(await asks('one')).toBe('RATE_LIMITED.minutes')
    expect(await asks('other')).toBe('done')
    expect(await refusal(run('text'))).toBe('done')
    now += TEN_MINUTES
    expect(await asks('one')).toBe('done')
  })

  it('are not more than can be counted: beyond them all share one count', () => {
    const spent = new SpentTime(STRANGER, () => 0)
    for (let client = 0; client < 20_000; client++) spent.spend(`client ${client}`, 1)
    for (let client = 0; client < 100; client++) spent.spend(`more ${client}`, 1)
    expect(() => spent.requireLeft('one more')).toThrow('RATE_LIMITED')
    expect(() => spent.requireLeft('client 7')).not.toThrow()
  })
})

describe('what was done before', () => {
  /** Counts how often a worker was given the file. */
  const counted = () => {
    const count = { read: 0 }
    const bytes = async () => {
      count.read++
      return piecesFrom(Buffer.from('the file'))
    }
    return { count, bytes }
  }

  it('is not done again where it failed, for a while and for this account alone', async () => {
    open()
    const { count, bytes } = counted()
    for (const name of ['hang', 'refuse', 'breakWithWords'] as const) {
      count.read = 0
      const first = await refusal(run(name, { bytes }))
      expect(await refusal(run(name, { bytes }))).toBe(first)
      expect(count.read).toBe(1)
      await refusal(run(name, { bytes, tenant: 'b' }))
      await refusal(run(name, { bytes, given: { page: 2 } }))
      await refusal(run(name, { bytes, sha256: 'another file' }))
      expect(count.read).toBe(4)
      now += TEN_MINUTES
      await refusal(run(name, { bytes }))
      expect(count.read).toBe(5)
    }
  })

  it('counts at any time of the caller', async () => {
    open()
    const { count, bytes } = counted()
    for (const day of [1, 2]) await refusal(run('refuse', { bytes, given: { now: new Date(day) } }))
    expect(count.read).toBe(1)
  })

  it('is tried again where the bytes were not those that were meant', async () => {
    open()
    let read = 0
    const bytes = () => {
      read++
      return Promise.reject(new Problem('INTEGRITY_FAULT.changed', { place: 'rev_1' }))
    }
    for (const _ of [1, 2]) await refusal(run('refuse', { bytes }))
    expect(read).toBe(2)
  })

  it('is tried again where the server was at fault', async () => {
    open()
    const { count, bytes } = counted()
    for (const _ of [1, 2]) await refusal(run('break', { bytes }))
    expect(count.read).toBe(2)
  })

  it('is kept where it is asked for again, and done once for all who ask at the same time', async () => {
    open()
    const { count, bytes } = counted()
    const both = await Promise.all([run('picture', { bytes }), run('picture', { bytes })])
    both.push(await run('picture', { bytes }))
    expect(both.map(String)).toEqual(['the file', 'the file', 'the file'])
    expect(count.read).toBe(1)
    for (const _ of [1, 2]) await run('text', { bytes })
    expect(count.read).toBe(3)
  })
})
