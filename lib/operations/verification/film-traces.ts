// Keeps a trace of each film of a selfie or of a side of a document for a while, of whomever, so that it is known when it is shown again: keyed
// fingerprints and digests and, of a document, how its corners moved, beside no signer, organisation or check.

import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { newId } from '../../domain/ids'
import type { CaptureStage } from '../../domain/capture'
import type { Mode } from '../../domain/event'
import type { Context, Tx } from '../kernel/context'

/**
 * A recording is of use while its maker tries again, which is days; what is kept longer would only make honest people wait. Of a very busy
 * installation the newest are compared.
 */
export const TRACES_KEPT_MS = 30 * 86_400_000
const COMPARED = 5_000
const AT_ONCE = 100

/** Films of one kind are compared with each other. */
type Kind = { mode: Mode; stage: CaptureStage }

export async function keepTrace(context: Context, tx: Tx, { mode, stage }: Kind, trace: Uint8Array<ArrayBuffer>): Promise<void> {
  await tx.filmTrace.create({ data: { id: newId('str'), mode, stage, trace, madeAt: context.machineNow() } })
}

/** The newest first, some at a time: between two of these others are served. */
export async function* tracesBefore({ db }: Context, { mode, stage }: Kind): AsyncGenerator<readonly Uint8Array[], void, undefined> {
  let cursor: { cursor: { id: string }; skip: 1 } | undefined
  for (let seen = 0; seen < COMPARED; seen += AT_ONCE) {
    const rows = await db.filmTrace.findMany({
      where: { mode, stage },
      orderBy: [{ madeAt: 'desc' }, { id: 'desc' }],
      take: AT_ONCE,
      ...cursor,
    })
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ trace }) => trace)
    await yieldToEventLoop()
    cursor = { cursor: { id: last.id }, skip: 1 }
  }
}

/** Those that were made from then on. */
export async function tracesSince(tx: Tx, { mode, stage }: Kind, since: Date): Promise<readonly Uint8Array[]> {
  const where = { mode, stage, madeAt: { gte: since } }
  const rows = await tx.filmTrace.findMany({ where, orderBy: { madeAt: 'desc' }, take: COMPARED })
  return rows.map(({ trace }) => trace)
}
