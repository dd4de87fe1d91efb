// How the sweep goes through many rows: a few at a time, oldest first, and other work may run between any two of them.

import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises'
import { Prisma } from '../../generated/prisma/client'
import type { Context } from './context'

/** Rows that one statement takes. */
export const AT_ONCE = 100
/** How often one pass takes that many before it goes on to other things. */
const ROUNDS = 3
const IN_A_ROW = 3
/** Fewer than it looks: a webhook event takes its deliveries and their attempts along. */
const FORGOTTEN_AT_ONCE = 500

type Rows = readonly { id: string }[]

/**
 * Rests after each row for as long as it took, so that at least half of the time is others'. The embedded database answers within the thread
 * that serves: without a rest a chain of statements would let nobody else in.
 */
export async function oneByOne<R>(rows: readonly R[], work: (row: R) => Promise<unknown>): Promise<void> {
  for (const row of rows) {
    const began = performance.now()
    await work(row)
    await pause(performance.now() - began)
  }
}

/**
 * `take` must not answer the same rows again. One that fails holds up none of the others; when several fail in a row it is not them. Answers
 * whether more may be left.
 */
export async function inRounds(context: Context, take: () => Promise<Rows>, work: (id: string) => Promise<unknown>): Promise<boolean> {
  let failed = 0
  for (let round = 0; round < ROUNDS; round++) {
    const rows = await take()
    await oneByOne(rows, async ({ id }) => {
      try {
        await work(id)
        failed = 0
      } catch (error) {
        if (++failed === IN_A_ROW) throw error
        context.log.error({ id, error }, 'the sweep could not do what was due')
      }
    })
    if (rows.length < AT_ONCE) return false
  }
  return true
}

/**
 * The rows that are due, which from now on are due at `again`: no other process takes them, what fails comes once more, and what cannot be
 * done yet stands in nobody's way.
 */
export async function claimDue(context: Context, table: 'SignatureRequest' | 'Document', due: Date, again: Date): Promise<Rows> {
  const [name, open] = [Prisma.raw(`"${table}"`), table === 'Document' ? Prisma.sql`"purgedAt" IS NULL AND` : Prisma.empty]
  return context.db.$queryRaw<{ id: string }[]>`
    UPDATE ${name} SET "sweepAt" = ${again} WHERE "id" IN (
      SELECT "id" FROM ${name} WHERE ${open} "sweepAt" <= ${due} ORDER BY "sweepAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`
}

/** Deletes what is older, in small statements. */
export async function forgetOlder(context: Context, table: string, column: string, before: Date): Promise<boolean> {
  const [name, moment] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)]
  for (let round = 0; round < ROUNDS; round++) {
    await breathe()
    // The moment once more: a row that was renewed meanwhile is not the row that was found.
    const deleted = await context.db.$executeRaw`
      DELETE FROM ${name} WHERE "ctid" = ANY(ARRAY(SELECT "ctid" FROM ${name} WHERE ${moment} <= ${before} ORDER BY ${moment} LIMIT ${FORGOTTEN_AT_ONCE}))
        AND ${moment} <= ${before}`
    if (deleted < FORGOTTEN_AT_ONCE) return false
  }
  return true
}
