// Statements that are planned once and then only run, on both kinds of database: planning costs them more than running.

import { PGlite, messages, protocol } from '@electric-sql/pglite'
import type pg from 'pg'
import type { RunStatement } from '../../operations/context'

export function statementsOf(pool: pg.Pool): RunStatement {
  return async <R>({ name, text }: { name: string; text: string }, values: readonly unknown[]) => (
    (await pool.query<R & pg.QueryResultRow>({ name, text, values: [...values] })).rows
  )
}

type Prepared = { parameters: readonly number[]; fields: readonly { name: string; dataTypeID: number }[] }

/** PGlite, which by itself parses and plans every statement anew. */
export class PreparingPGlite extends PGlite {
  readonly #prepared = new Map<string, Prepared>()

  readonly run: RunStatement = async <R>({ name, text }: { name: string; text: string }, values: readonly unknown[]) => {
    await this._checkReady()
    return this._runExclusiveTransaction(() => this._runExclusiveQuery(async () => {
      const { parameters, fields } = this.#prepared.get(name) ?? await this.#prepare(name, text)
      const given = values.map((value, index) => this.#serialized(value, parameters[index] ?? 0))
      const answered = await this.execProtocolStream(inOne(
        protocol.serialize.bind({ statement: name, values: given }), protocol.serialize.execute(), protocol.serialize.sync(),
      ), { syncToFs: false })
      // What only reads has nothing that must be on the disk before it is answered.
      if (!answered.some((message) => message instanceof messages.CommandCompleteMessage && message.text.startsWith('SELECT'))) await this.syncToFs()
      return answered.flatMap((message) => (message instanceof messages.DataRowMessage ? [this.#row(message, fields)] : [])) as R[]
    }))
  }

  async #prepare(name: string, text: string): Promise<Prepared> {
    const described = await this.execProtocolStream(inOne(
      protocol.serialize.parse({ name, text }), protocol.serialize.describe({ type: 'S', name }), protocol.serialize.sync(),
    ), { syncToFs: false })
    const prepared: Prepared = {
      parameters: described.find((message) => message instanceof messages.ParameterDescriptionMessage)?.dataTypeIDs ?? [],
      fields: described.find((message) => message instanceof messages.RowDescriptionMessage)?.fields ?? [],
    }
    this.#prepared.set(name, prepared)
    return prepared
  }

  #serialized(value: unknown, type: number): string | ArrayBufferView | null {
    if (value === null || value === undefined) return null
    if (ArrayBuffer.isView(value)) return value
    const serializer = this.serializers[type]
    return serializer ? (serializer(value) as string) : String(value)
  }

  #row({ fields: values }: messages.DataRowMessage, fields: Prepared['fields']): object {
    return Object.fromEntries(fields.map(({ name, dataTypeID: type }, index) => {
      const value = values[index] ?? null
      const parser = this.parsers[type]
      return [name, value === null || !parser ? value : (parser(value, type) as unknown)]
    }))
  }
}

/** Several messages in one go: each call into the database costs as much as a small statement. */
function inOne(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
