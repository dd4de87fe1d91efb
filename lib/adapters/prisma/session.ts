// The settings with which every connection to PostgreSQL begins.

import type pg from 'pg'

/** Prisma writes and reads times as if every session were in UTC, so the session is set to UTC whatever the time zone of the server is. */
export async function beginSession(client: pg.ClientBase): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'`)
}
