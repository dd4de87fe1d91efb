// Readiness: what it tries is tried once in a while, however often anybody asks, and what was changed outside of the product is named.

import { expect, it } from 'vitest'
import type { Installation } from './context'
import { newIntegrity } from './operations/kernel/integrity'
import { readiness, setReadiness } from './readiness'

function installation() {
  let stamps = 0
  let fails = false
  const integrity = newIntegrity()
  const keys = [{ id: 'credential holder' }, { id: 'evidence' }, { id: 'rows' }]
  const opened = {
    integrity,
    database: { prisma: { $queryRaw: () => Promise.resolve([]) } },
    queue: { ping: () => Promise.resolve() },
    contextFor: () => ({
      integrity,
      log: { error: () => undefined },
      db: { keptKey: { findMany: () => Promise.resolve(keys) }, installation: { count: () => Promise.resolve(1) } },
      trust: () => ({ stamp: () => (stamps++, fails ? Promise.reject(new Error('no key')) : Promise.resolve()) }),
    }),
  } as unknown as Installation
  return { opened, integrity, keys, stamps: () => stamps, fail: () => (fails = true) }
}

it('signs once in three seconds, and then sees what has changed', async () => {
  const { opened, stamps, fail } = installation()
  const trust = async (now: number) => (await readiness(opened, now)).checks.trust
  expect(await Promise.all([trust(0), trust(0), trust(2999)])).toEqual([true, true, true])
  expect(stamps()).toBe(1)
  fail()
  expect([await trust(2999), await trust(3000), stamps()]).toEqual([true, false, 2])
})

it('is not ready while the process starts', async () => {
  expect((await readiness(null)).status).toBe('not_ready')
})

it('names each fault until it is gone, and stays ready', async () => {
  const { opened, integrity } = installation()
  setReadiness({ selfTest: { passed: true, milliseconds: 1, reason: null } })
  expect(await readiness(opened, 6000)).toMatchObject({ status: 'ready', faults: [] })
  const fault = { place: 'sreq_1', what: 'event 7' }
  integrity.found('evidence', fault)
  expect(await readiness(opened, 6000)).toMatchObject({ status: 'ready', faults: [fault] })
  // Another check of the same place says nothing of this one.
  for (const check of ['row', 'documents', 'archive', 'time-stamps'] as const) integrity.whole(check, 'sreq_1')
  expect(await readiness(opened, 6000)).toMatchObject({ faults: [fault] })
  integrity.whole('evidence', 'sreq_1')
  expect(await readiness(opened, 6000)).toMatchObject({ status: 'ready', faults: [] })
})

it('names a kept key that was removed while the process runs: the next start would be refused', async () => {
  const { opened, keys } = installation()
  keys.pop()
  const fault = { place: 'kept key rows', what: 'the row was removed' }
  expect(await readiness(opened, 9000)).toMatchObject({ faults: [fault] })
  keys.push({ id: 'rows' })
  expect(await readiness(opened, 12_000)).toMatchObject({ faults: [] })
})
