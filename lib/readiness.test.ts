// Readiness names what was changed outside of the product, and goes on serving what is whole.

import { expect, it } from 'vitest'
import type { Installation } from './context'
import { newIntegrity } from './operations/kernel/integrity'
import { readiness, setReadiness } from './readiness'

it('names each fault until it is gone, and stays ready', async () => {
  const integrity = newIntegrity()
  const opened = {
    integrity,
    database: { prisma: { $queryRaw: () => Promise.resolve() } },
    queue: { ping: () => Promise.resolve() },
    contextFor: () => ({ trust: () => ({ stamp: () => Promise.resolve() }) }),
  } as unknown as Installation
  setReadiness({ selfTest: { passed: true, milliseconds: 1, reason: null } })
  expect(await readiness(opened)).toMatchObject({ status: 'ready', faults: [] })
  const fault = { place: 'sreq_1', what: 'event 7' }
  integrity.found(fault)
  expect(await readiness(opened)).toMatchObject({ status: 'ready', faults: [fault] })
  integrity.whole('sreq_1')
  expect(await readiness(opened)).toMatchObject({ status: 'ready', faults: [] })
})
