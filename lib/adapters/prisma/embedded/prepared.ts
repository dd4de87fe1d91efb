// PGlite with two savings: a statement is planned once and then only run, because planning costs more than running; and bytes are not
// written digit by digit (bytes.ts).

import { PGlite, messages, protocol, type PGliteOptions, type QueryOptions, type Results, type Transaction } from '@electric-sql/pglite'
import type { RunStatement } from '../../../operations/kernel/context'
import { asTheyAre, BYTEA, BYTEA_ARRAY, readBytes, withoutBytes, writeArray } from './bytes'
import { JSON_TYPES, objectsOf, type Rows } from './rows'

type Field = { name: string; dataTypeID: number }
type Prepared = { name: string; parameters: readonly number[]; fields: readonly Field[] }
/** `command`: PostgreSQL's command tag, with the number of rows. */
type Answered = { fields: readonly Field[]; rows: readonly (readonly (string | null)[])[]; command: string }

/** How many plans are kept. Prisma's statements repeat, but a list of another length is another statement. */
const MOST_PREPARED = 500
/** Only statements that begin with SELECT are known not to write. */
const WRITES = /^(?!\s*SELECT\b)/i
/** PostgreSQL's codes feature_not_supported ("cached plan must not change result type") and invalid_sql_statement_name. */
const PLANNED_FOR_OTHER_TABLES = ['0A000', '26000']

/** Keeps plans. PGlite itself plans every statement anew, with six calls into the database instead of one. */
export class PreparingPGlite extends PGlite {
  /** The plans by their statement, the least recently used first. */
  readonly #prepared = new Map<string, Prepared>()
  #last = 0

  constructor(options: PGliteOptions = {}) {
    super({ ...options, serializers: { [BYTEA]: asTheyAre }, parsers: { [BYTEA]: readBytes } })
  }

  /** PGlite would build the serializer of bytea[] from that of bytea, which answers bytes where an array needs text. */
  override async _initArrayTypes(options?: { force?: boolean }): Promise<void> {
    await super._initArrayTypes(options)
    this.serializers[BYTEA_ARRAY] = writeArray
  }

  /** Only Prisma asks for rows as arrays. Its statements repeat, so their plans are kept; others take PGlite's own way. */
  override query<T>(sql: string, parameters: unknown[] = [], options: QueryOptions = {}): Promise<Results<T>> {
    if (options.rowMode !== 'array') return super.query<T>(sql, parameters, { ...options, parsers: withoutBytes(options.parsers) })
    return this.#alone(sql, parameters, (answered) => this.#results(answered, options), WRITES.test(sql))
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const result = await super.transaction((tx) => {
      const query = tx.query.bind(tx)
      tx.query = async <R>(sql: string, parameters: unknown[] = [], options: QueryOptions = {}) => {
        if (options.rowMode !== 'array' || tx.closed)
          return query<R>(sql, parameters, { ...options, parsers: withoutBytes(options.parsers) })
        return this._runExclusiveQuery(async () => this.#results<R>(await this.#answered(sql, parameters), options))
      }
      return work(tx)
    })
    // PGlite itself flushes after a statement, but not after COMMIT: a transaction must be on the disk before its caller goes on.
    await this.syncToFs()
    return result
  }

  readonly run: RunStatement = async <R>(statement: { text: string }, values: readonly unknown[]) =>
    objectsOf<R>(await this.rowsOf(statement, values))

  rowsOf({ text }: { text: string }, values: readonly unknown[]): Promise<Rows> {
    return this.#alone(text, values, ({ fields, rows }) => ({
      names: fields.map((field) => field.name),
      json: fields.flatMap(({ dataTypeID }, index) => (JSON_TYPES.includes(dataTypeID) ? [index] : [])),
      rows: rows.map((row) => row.map((value, index) => this.#parsed(value, fields[index]?.dataTypeID ?? 0, AS_TEXT))),
    }))
  }

  /** A statement of its own, outside of any transaction. */
  async #alone<T>(text: string, values: readonly unknown[], shaped: (answered: Answered) => T, writes = false): Promise<T> {
    await this._checkReady()
    return this._runExclusiveTransaction(() =>
      this._runExclusiveQuery(async () => {
        const answered = await this.#answered(text, values)
        // A statement that only reads needs no flush.
        if (writes || !answered.command.startsWith('SELECT')) await this.syncToFs()
        return shaped(answered)
      }),
    )
  }

  async #answered(text: string, values: readonly unknown[]): Promise<Answered> {
    const { name, parameters, fields } = await this.#prepare(text)
    const given = values.map((value, index) => this.#serialized(value, parameters[index] ?? 0))
    const { serialize } = protocol
    try {
      const answer = await this.execProtocolStream(
        inOne(serialize.bind({ statement: name, values: given }), serialize.execute(), serialize.sync()),
        { syncToFs: false },
      )
      return {
        fields,
        rows: answer.flatMap((message) => (message instanceof messages.DataRowMessage ? [message.fields] : [])),
        command: answer.find((message) => message instanceof messages.CommandCompleteMessage)?.text ?? '',
      }
    } catch (error) {
      if (error instanceof messages.DatabaseError && PLANNED_FOR_OTHER_TABLES.includes(error.code ?? '')) this.#prepared.delete(text)
      throw error
    }
  }

  async #prepare(text: string): Promise<Prepared> {
    const known = this.#prepared.get(text)
    this.#prepared.delete(text)
    const prepared = known ?? (await this.#plan(text))
    this.#prepared.set(text, prepared)
    return prepared
  }

  async #plan(text: string): Promise<Prepared> {
    const name = `s${++this.#last}`
    const { serialize } = protocol
    const described = await this.execProtocolStream(
      inOne(...this.#dropOldest(), serialize.parse({ name, text }), serialize.describe({ type: 'S', name }), serialize.sync()),
      { syncToFs: false },
    )
    return {
      name,
      parameters: described.find((message) => message instanceof messages.ParameterDescriptionMessage)?.dataTypeIDs ?? [],
      fields: (described.find((message) => message instanceof messages.RowDescriptionMessage)?.fields ?? []).map(
        ({ name: of, dataTypeID }) => ({ name: of, dataTypeID }),
      ),
    }
  }

  /** Forgets the least recently used plan when there is no room for one more. Answers the message that tells the database. */
  #dropOldest(): Uint8Array[] {
    const [oldest] = this.#prepared.size < MOST_PREPARED ? [] : this.#prepared
    if (!oldest) return []
    this.#prepared.delete(oldest[0])
    return [protocol.serialize.close({ type: 'S', name: oldest[1].name })]
  }

  #serialized(value: unknown, type: number): string | ArrayBufferView | null {
    if (value === null || value === undefined) return null
    if (ArrayBuffer.isView(value)) return value
    const serializer = this.serializers[type]
    return serializer ? (serializer(value) as string) : String(value)
  }

  #results<T>({ fields, rows, command }: Answered, options: QueryOptions): Results<T> {
    const parsers = withoutBytes(options.parsers) as Parsers
    const shaped = rows.map((row) => row.map((value, index) => this.#parsed(value, fields[index]?.dataTypeID ?? 0, parsers)))
    const affectedRows = /^(?:INSERT|UPDATE|DELETE|MERGE) (?:\d+ )?(\d+)$/.exec(command)?.[1]
    return { fields: [...fields], rows: shaped as T[], affectedRows: Number(affectedRows ?? 0) }
  }

  #parsed(value: string | null, type: number, parsers: Parsers): unknown {
    const parser = parsers[type] ?? this.parsers[type]
    return value === null || !parser ? value : (parser(value, type) as unknown)
  }
}

type Parsers = Readonly<Record<number, (value: string, type?: number) => unknown>>
/** JSON is left as text; the receiving thread parses it. */
const AS_TEXT: Parsers = Object.fromEntries(JSON_TYPES.map((type) => [type, (text: string) => text]))

/** Sends several protocol messages in one call: each call into the database costs as much as a small statement. */
function inOne(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
