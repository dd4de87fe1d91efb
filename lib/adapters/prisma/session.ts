// The settings with which every connection to PostgreSQL begins.

import type pg from 'pg'

/** Prisma writes and reads moments as if every session were in UTC, whatever the server's own time zone is. */
export async function beginSession(client: pg.ClientBase): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'`)
}
