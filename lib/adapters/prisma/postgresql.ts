// A PostgreSQL server by DATABASE_URL, which several processes may share.

import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '../../generated/prisma/client'
import { TRANSACTIONS, type Database } from './database'
import { migrate } from './migrate'

/** `onError` hears of connections that broke while idle; the pool replaces them. */
export async function openPostgresql(url: string, onError: (error: Error) => void): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  pool.on('error', onError)
  try {
    await migrateWith(pool)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }), transactionOptions: TRANSACTIONS })
  return { prisma, source: { kind: 'postgresql', url }, close: () => prisma.$disconnect() }
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
