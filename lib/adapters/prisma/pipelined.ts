// One connection to PostgreSQL over which statements go out without waiting for the answers to those before them:
// https://node-postgres.com/features/pipelining. While it is busy, neither side has to be woken for the next one.

import pg from 'pg'
import { beginSession } from './session'

export class PipelinedConnection {
  readonly #settings: pg.ClientConfig
  readonly #onError: (error: Error) => void
  #open: pg.Client | undefined
  #opening: Promise<pg.Client> | undefined

  /** `onError` is called when the connection breaks; the next statement opens another. */
  constructor(url: string, onError: (error: Error) => void) {
    // Keep-alive: a firewall may forget an idle connection, and the next statement would wait on it for minutes.
    this.#settings = { connectionString: url, pipeline: true, keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
    this.#onError = onError
  }

  /** For quick statements only: a slow one delays all that follow it on the connection. */
  async rows<R extends pg.QueryResultRow>(statement: { name: string; text: string }, values: readonly unknown[]): Promise<R[]> {
    const client = this.#open ?? (await (this.#opening ??= this.#connect()))
    return (await client.query<R>({ ...statement, values: [...values] })).rows
  }

  async close(): Promise<void> {
    const client = this.#open ?? (await this.#opening?.catch(() => undefined))
    await client?.end()
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client(this.#settings)
    const forget = (): void => {
      if (this.#open === client) this.#open = undefined
    }
    client.on('error', (error) => {
      forget()
      this.#onError(error)
    })
    client.on('end', forget)
    try {
      await client.connect()
      await beginSession(client)
      this.#open = client
      return client
    } finally {
      this.#opening = undefined
    }
  }
}
