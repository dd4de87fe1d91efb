// What every operation is given: the ports, the database, the clock and who is asking. Built in lib/context.ts, never here.

import type { Mode } from '../domain/event'
import type { Blobs, Jobs, Mailer, Secrets, TextGateway, Trust, Vault } from '../domain/ports'
import type { Prisma, PrismaClient } from '../generated/prisma/client'
import type { IdentityAnalysis } from './identity-analysis'

/** The database inside a transaction. Inside one use nothing else: PGlite has a single connection. */
export type Tx = Prisma.TransactionClient

export type Log = {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
}

export type Context = {
  /** `req_…` of the HTTP request or job that caused the work; in every log line and error body. */
  requestId: string
  now(): Date
  db: PrismaClient
  blobs: Blobs
  secrets: Secrets
  trust(mode: Mode): Trust
  vault: Vault
  identity: IdentityAnalysis
  /** Null: none is configured; the message stays in the outbox, where test mode shows it. */
  mailer: Mailer | null
  texts: TextGateway | null
  /** Puts a job into the durable queue as part of the transaction. */
  enqueue<J extends keyof Jobs>(tx: Tx, job: J, payload: Jobs[J], options?: { startAfter?: Date; key?: string }): Promise<void>
  log: Log
  /** Origin under which people and programs reach us, without a slash at the end. */
  baseUrl: string
}

/** A program with an API key. Every query of its operations is filtered by tenant and mode. */
export type ApiCaller = { tenantId: string; mode: Mode; apiKeyId: string; plan: string }

/** A person in the journey: the cookie's session, of exactly one signer. */
export type SignerCaller = { signerId: string; sessionId: string; active: boolean }
