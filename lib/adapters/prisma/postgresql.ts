// A PostgreSQL server by DATABASE_URL, which several processes may share.

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../generated/prisma/client'
import { TRANSACTIONS, type Database } from './database'
import { migrate } from './migrate'
import { statementsOf } from './prepared'

/** `onError` hears of connections that broke while idle; the pool replaces them. */
export async function openPostgresql(url: string, onError: (error: Error) => void): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', onError)
  // Prisma writes and reads moments as if every session were in UTC, whatever the server's own time zone is.
  pool.on('connect', (client) => void client.query(`SET TIME ZONE 'UTC'`).catch(onError))
  try {
    await migrateWith(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), transactionOptions: TRANSACTIONS })
  return { prisma, run: statementsOf(pool), source: { kind: 'postgresql', url }, close: () => prisma.$disconnect() }
}

async function migrateWith(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await migrate({
      query: async (sql, parameters) => (await client.query<Record<string, unknown>>(sql, parameters)).rows,
      script: async (sql) => void await client.query(sql),
    })
  } finally {
    client.release()
  }
}
