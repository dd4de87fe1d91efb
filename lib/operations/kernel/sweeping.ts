// How the sweep goes through many rows: a few at a time, oldest first, and other work may run between any two of them.

import { setImmediate as yieldToEventLoop, setTimeout as pause } from 'node:timers/promises'
import { Prisma } from '../../generated/prisma/client'
import type { Context } from './context'

/** Rows per statement. */
export const AT_ONCE = 100
/** Statements per pass, before the sweep goes on to other work. */
const ROUNDS = 3
const FAILURES_IN_A_ROW = 3
/** Rows per DELETE. More are deleted in fact: a webhook event takes its deliveries and their attempts with it. */
const FORGOTTEN_AT_ONCE = 500

type Rows = readonly { id: string }[]

/**
 * Pauses after each row for as long as the row took, so that at least half of the time is left to requests. Without a pause, a chain of
 * statements would keep the embedded database busy.
 */
export async function oneByOne<R>(rows: readonly R[], work: (row: R) => Promise<unknown>): Promise<void> {
  for (const row of rows) {
    const began = performance.now()
    await work(row)
    await pause(performance.now() - began)
  }
}

/**
 * `take` must not answer the same rows again. A row that fails does not stop the others; when several fail in a row, the cause is not the
 * rows, and the pass ends. Answers whether more may be left.
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
        if (++failed === FAILURES_IN_A_ROW) throw error
        context.log.error({ id, error }, 'the sweep could not do what was due')
      }
    })
    if (rows.length < AT_ONCE) return false
  }
  return true
}

/**
 * Takes the rows that are due and makes them due at `again`: no other process takes them, failed ones come again, and those that cannot
 * be done yet do not block the others.
 */
export async function takeDue(context: Context, table: 'SignatureRequest' | 'Document', due: Date, again: Date): Promise<Rows> {
  const [name, open] = [Prisma.raw(`"${table}"`), table === 'Document' ? Prisma.sql`"purgedAt" IS NULL AND` : Prisma.empty]
  return context.db.$queryRaw<{ id: string }[]>`
    UPDATE ${name} SET "sweepAt" = ${again} WHERE "id" IN (
      SELECT "id" FROM ${name} WHERE ${open} "sweepAt" <= ${due} ORDER BY "sweepAt" LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)
    RETURNING "id"`
}

/** Deletes older rows, in small statements. */
export async function forgetOlder(context: Context, table: string, column: string, before: Date): Promise<boolean> {
  const [name, moment] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${column}"`)]
  for (let round = 0; round < ROUNDS; round++) {
    await yieldToEventLoop()
    // The time is compared once more, so that a row that was renewed meanwhile stays.
    const deleted = await context.db.$executeRaw`
      DELETE FROM ${name} WHERE "ctid" = ANY(ARRAY(SELECT "ctid" FROM ${name} WHERE ${moment} <= ${before} ORDER BY ${moment} LIMIT ${FORGOTTEN_AT_ONCE}))
        AND ${moment} <= ${before}`
    if (deleted < FORGOTTEN_AT_ONCE) return false
  }
  return true
}
