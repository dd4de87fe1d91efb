// PGlite with statements that are planned once and then only run: planning costs them more than running.

import { PGlite, messages, protocol } from '@electric-sql/pglite'
import type { RunStatement } from '../../../operations/context'
import { JSON_TYPES, objectsOf, type Rows } from './rows'

type Prepared = { parameters: readonly number[]; fields: readonly { name: string; dataTypeID: number }[] }

/** PGlite, which by itself parses and plans every statement anew. */
export class PreparingPGlite extends PGlite {
  readonly #prepared = new Map<string, Prepared>()

  readonly run: RunStatement = async <R>(statement: { name: string; text: string }, values: readonly unknown[]) => (
    objectsOf<R>(await this.rowsOf(statement, values))
  )

  async rowsOf({ name, text }: { name: string; text: string }, values: readonly unknown[]): Promise<Rows> {
    await this._checkReady()
    return this._runExclusiveTransaction(() => this._runExclusiveQuery(async () => {
      const { parameters, fields } = this.#prepared.get(name) ?? await this.#prepare(name, text)
      const given = values.map((value, index) => this.#serialized(value, parameters[index] ?? 0))
      const answered = await this.execProtocolStream(inOne(
        protocol.serialize.bind({ statement: name, values: given }), protocol.serialize.execute(), protocol.serialize.sync(),
      ), { syncToFs: false })
      // What only reads has nothing that must be on the disk before it is answered.
      if (!answered.some((message) => message instanceof messages.CommandCompleteMessage && message.text.startsWith('SELECT'))) await this.syncToFs()
      return {
        names: fields.map((field) => field.name), json: fields.flatMap(({ dataTypeID }, index) => (JSON_TYPES.includes(dataTypeID) ? [index] : [])),
        rows: answered.flatMap((message) => (message instanceof messages.DataRowMessage ? [this.#row(message, fields)] : [])),
      }
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

  #row({ fields: values }: messages.DataRowMessage, fields: Prepared['fields']): unknown[] {
    return fields.map(({ dataTypeID: type }, index) => {
      const value = values[index] ?? null
      const parser = JSON_TYPES.includes(type) ? undefined : this.parsers[type]
      return value === null || !parser ? value : (parser(value, type) as unknown)
    })
  }
}

/** Several messages in one go: each call into the database costs as much as a small statement. */
function inOne(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
