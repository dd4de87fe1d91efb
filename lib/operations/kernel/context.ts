// What every operation is given: the ports, the database, the clock and who is asking. Built in lib/context.ts, never here.

import type { EvidenceEvent, Mode } from '../../domain/event'
import type { Blobs, Der, Jobs, Mailer, Secrets, TestChips, TestList, TextGateway, Trust, TrustedLists, Webhooks } from '../../domain/ports'
import type { SigningProvider } from '../../domain/signing-provider'
import type { Prisma, PrismaClient, SignatureRequest } from '../../generated/prisma/client'
import type { DocumentTasks } from './document-tasks'
import type { IdentityAnalysis } from './identity-analysis'
import type { Integrity } from './integrity'

/** The database inside a transaction. Inside one use nothing else: PGlite has a single connection. */
export type Tx = Prisma.TransactionClient

type Log = {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

/**
 * SQL that every request runs: the database plans it once and keeps the plan under its name. `text` has its parameters as $1, $2 and so on.
 * `quick`: finds rows by key, fast enough for other statements to wait behind it on one connection.
 */
export type Statement = { name: string; text: string; quick?: boolean }
/** Outside of transactions only. Answers rows, with JSON as values and moments as dates. */
export type RunStatement = <R>(statement: Statement, values: readonly unknown[]) => Promise<R[]>

/** The row of an idempotency key, and what was done under it already. */
export type Claim = { id: string; result: string | null }

/** Reacts to new facts, in the transaction that adds them to a request's evidence: both are committed, or neither. */
export type Follower = (context: Context, tx: Tx, request: SignatureRequest, events: Growth) => Promise<void>
/** The evidence of a request before new events, and these. */
export type Growth = { before: readonly EvidenceEvent[]; added: readonly EvidenceEvent[] }

export type Context = {
  /** `req_…` of the HTTP request or job that caused the work; in every log line and error body. */
  requestId: string
  /** The time of the request at hand: in test mode a test clock may have moved it ahead (request-clock.ts). */
  now(): Date
  /** The installation's clock: for cryptography, sessions, limits and the queue. */
  machineNow(): Date
  db: PrismaClient
  statement: RunStatement
  blobs: Blobs
  secrets: Secrets
  /** Throws UNAVAILABLE for a mode to which no trust service is connected. */
  trust(mode: Mode): Trust
  /** The certificates of states that sign the chips of documents (CSCA). */
  countrySigners(mode: Mode): readonly Der[]
  testChips: TestChips
  testList: TestList
  /** Null: none are configured, and only test keys know a list, that of the installation. */
  trustedLists: TrustedLists | null
  /** Where new keys are made. Throws UNAVAILABLE like `trust`. */
  signing(mode: Mode): SigningProvider
  identity: IdentityAnalysis
  documents: DocumentTasks
  /** Null: no mail server is configured; messages stay in the outbox, where test mode shows them. */
  mailer: Mailer | null
  /** The gateway for text messages of this mode. Null: they stay in the outbox, as those of test mode do unless SMS_TEST_MODE says otherwise. */
  texts(mode: Mode): TextGateway | null
  webhooks: Webhooks
  /** Puts a job into the durable queue as part of the transaction. */
  enqueue<J extends keyof Jobs>(tx: Tx, job: J, payload: Jobs[J], options?: { startAfter?: Date; key?: string }): Promise<void>
  /** Called in this order. */
  followers: readonly Follower[]
  log: Log
  /** What was found changed outside of the product, in this process. */
  integrity: Integrity
  /** The idempotency key that the caller sent, if any (operations/kernel/claim.ts). */
  claim?: Claim | undefined
  /** Origin under which people and programs reach us, without a slash at the end. */
  baseUrl: string
  /** The mail address at which people reach whoever runs this installation, where one is configured. */
  support: string | null
}
