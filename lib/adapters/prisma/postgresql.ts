// A PostgreSQL server by DATABASE_URL, which several processes may share.

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../generated/prisma/client'
import type { RunStatement, Statement } from '../../operations/kernel/context'
import { TRANSACTIONS, type Database } from './database'
import { migrate } from './migrate'
import { PipelinedConnection } from './pipelined'
import { beginSession } from './session'

/** `onError` is called for connections that break while idle; the pool replaces them. */
export async function openPostgresql(url: string, onError: (error: Error) => void): Promise<Database> {
  // The pool waits for the promise of `onConnect`, although its types do not say so.
  const pool = new pg.Pool({ connectionString: url, max: 10, onConnect: beginSession as (client: pg.ClientBase) => void })
  pool.on('error', onError)
  try {
    await migrateWith(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), transactionOptions: TRANSACTIONS })
  const pipelined = new PipelinedConnection(url, onError)
  const close = async (): Promise<void> => {
    await pipelined.close()
    await prisma.$disconnect()
  }
  return { prisma, run: statementsOver(pool, pipelined), source: { kind: 'postgresql', url }, close }
}

function statementsOver(pool: pg.Pool, pipelined: PipelinedConnection): RunStatement {
  return async <R>({ name, text, quick = false }: Statement, values: readonly unknown[]) => {
    if (quick) return pipelined.rows<R & pg.QueryResultRow>({ name, text }, values)
    return (await pool.query<R & pg.QueryResultRow>({ name, text, values: [...values] })).rows
  }
}

async function migrateWith(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await migrate({
      query: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, parameters)).rows,
      script: async (sql) => void (await client.query(sql)),
    })
  } finally {
    client.release()
  }
}
