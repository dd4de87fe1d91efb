// The thread of the embedded database: runs the statements that the serving thread sends, and answers.

import { parentPort } from 'node:worker_threads'
import type { PGlite, Transaction } from '@electric-sql/pglite'
import { failureOf, type Answered, type Asked, type Call } from './conversation'
import { openDataDirectory } from './data-directory'
import type { PreparingPGlite } from './prepared'

type Port = NonNullable<typeof parentPort>
type Open = { tx: Transaction; commit: () => void; ended: Promise<void> }

const asWritten = (text: string): string => text

class Conversation {
  #pglite: PreparingPGlite | undefined
  readonly #transactions = new Map<number, Open>()
  readonly #texts = new Map<string, string>()
  readonly #listening = new Map<string, () => Promise<void>>()

  constructor(readonly port: Port) {}

  async answer({ id, call }: Asked): Promise<void> {
    try {
      this.#say({ id, value: await this.#done(call) })
    } catch (error) {
      this.#say({ id, failure: failureOf(error) })
    }
  }

  #say(answered: Answered): void {
    this.port.postMessage(answered)
  }

  async #done(call: Call): Promise<unknown> {
    switch (call.do) {
      case 'open': {
        this.#pglite = await openDataDirectory(call.directory)
        return
      }
      case 'query':
        return this.#in(call.transaction).query(call.sql, [...call.parameters], {
          rowMode: 'array',
          parsers: Object.fromEntries(call.asText.map((type) => [type, asWritten])),
        })
      case 'exec':
        return this.#in(call.transaction).exec(call.sql)
      case 'run':
        return this.#database.rowsOf({ text: this.#textOf(call) }, call.values)
      case 'begin':
        return this.#begin(call.transaction)
      case 'end':
        return this.#end(call.transaction, call.commit)
      case 'listen': {
        const { channel } = call
        this.#listening.set(
          channel,
          await this.#database.listen(channel, (payload) => {
            this.#say({ channel, payload })
          }),
        )
        return
      }
      case 'unlisten': {
        await this.#listening.get(call.channel)?.()
        this.#listening.delete(call.channel)
        return
      }
      case 'close':
        return this.#database.close()
    }
  }

  #textOf({ name, text = this.#texts.get(name) }: { name: string; text?: string | undefined }): string {
    if (text === undefined) throw new Error(`the text of the statement ${name} was never sent`)
    this.#texts.set(name, text)
    return text
  }

  get #database(): PreparingPGlite {
    if (!this.#pglite) throw new Error('the embedded database is not open')
    return this.#pglite
  }

  #in(transaction: number | undefined): Pick<PGlite, 'query' | 'exec'> {
    return transaction === undefined ? this.#database : this.#open(transaction).tx
  }

  #open(transaction: number): Open {
    const open = this.#transactions.get(transaction)
    if (!open) throw new Error('this transaction has ended')
    return open
  }

  #begin(transaction: number): Promise<void> {
    return new Promise((begun, failed) => {
      const ended: Promise<void> = this.#database.transaction(
        (tx) =>
          new Promise<void>((commit) => {
            // A getter, because `ended` is assigned only when `transaction` returns. PGlite calls this function after that.
            this.#transactions.set(transaction, {
              tx,
              commit,
              get ended() {
                return ended
              },
            })
            begun()
          }),
      )
      ended.catch(failed)
    })
  }

  async #end(transaction: number, commit: boolean): Promise<void> {
    const open = this.#open(transaction)
    this.#transactions.delete(transaction)
    try {
      if (!commit) await open.tx.rollback()
    } finally {
      open.commit()
    }
    await open.ended
  }
}

if (parentPort) {
  const conversation = new Conversation(parentPort)
  parentPort.on('message', (asked: Asked) => void conversation.answer(asked))
}
