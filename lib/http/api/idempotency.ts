// Makes a repeated request harmless: the first answer to a key is kept for 24 hours and given again, byte for byte (decisions/0009).

import { randomUUID } from 'node:crypto'
import { Problem } from '../../domain/problem'
import type { IdempotencyRecord } from '../../generated/prisma/client'
import type { KeyCaller } from '../../domain/caller'
import { bound, changeBound, requireWhole } from '../../operations/kernel/bound-rows'
import type { Claim, Context } from '../../operations/kernel/context'
import { openColumn, sealColumn } from '../../operations/kernel/sealed-columns'
import type { Answer } from '../answer/problem-response'

const KEPT_MS = 24 * 3_600_000
/** After this time a key whose process died is free again. No operation takes this long. */
const ABANDONED_MS = 5 * 60_000

/** Both header names are accepted, bare or as a quoted structured-field string; two that differ are refused. */
export function idempotencyKeyOf(headers: Headers): string | null {
  const sent = ['x-idempotency-key', 'idempotency-key'].flatMap((name) => headers.get(name) ?? []).map(unquoted)
  const [key, other] = sent
  if (key === undefined) return null
  if (other !== undefined && other !== key) {
    throw new Problem('IDEMPOTENCY_KEY_INVALID.two_keys')
  }
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('IDEMPOTENCY_KEY_INVALID.form')
  }
  return key
}

/** Which answers are kept, by their status. */
type Keeping = { keeps: (status: number) => boolean }
const EVERY: Keeping = { keeps: () => true }

type Keyed = { caller: KeyCaller; key: string; method: string; path: string; fingerprint: string }

/**
 * Runs `perform` once per key, method and path of a caller. When an earlier try did the work but died before its answer was kept, `perform`
 * finds the result in its context and shows it. Answers of 5xx and 429 are not kept: the client may try again.
 */
export async function once(
  context: Context,
  request: Keyed,
  perform: (context: Context) => Promise<Answer>,
  { keeps }: Keeping = EVERY,
): Promise<Answer> {
  const found = await claim(context, request)
  if (typeof found === 'string') return work(context, { id: found, result: null }, perform, keeps)
  const { id, result, status } = found
  if (found.fingerprint !== request.fingerprint) {
    throw new Problem('IDEMPOTENCY_KEY_REUSED.other_payload')
  }
  return status === null && result !== null ? asReplay(await work(context, { id, result }, perform, keeps)) : replay(context, found)
}

async function work(
  context: Context,
  mine: Claim,
  perform: (context: Context) => Promise<Answer>,
  keeps: Keeping['keeps'],
): Promise<Answer> {
  try {
    const answer = await perform({ ...context, claim: mine })
    // The row names what was done, and by that it is shown again.
    if (!keeps(answer.status)) return answer
    if (answer.status < 500 && answer.status !== 429) return await keep(context, mine.id, answer)
    await forget(context, mine.id)
    return answer
  } catch (error) {
    await forget(context, mine.id)
    throw error
  }
}

/** The id of a new record, or the existing record. A record that expired, or whose process died with nothing done, is taken over. */
async function claim(context: Context, request: Keyed): Promise<string | IdempotencyRecord> {
  const { db } = context
  const now = context.machineNow()
  const [old, abandoned] = [new Date(now.getTime() - KEPT_MS), new Date(now.getTime() - ABANDONED_MS)]
  const {
    caller: { apiKeyId },
    key,
    method,
    path,
    fingerprint,
  } = request
  const id = randomUUID()
  const nothing = { result: null, status: null, headers: null, completedAt: null }
  const made = { id, apiKeyId, key, method, path, fingerprint, createdAt: now, ...nothing }
  const { mac } = bound(context.secrets, 'idempotencyRecord', made)
  const claimed = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO "IdempotencyRecord" AS r ("id", "apiKeyId", "key", "method", "path", "fingerprint", "createdAt", "mac")
    VALUES (${id}, ${apiKeyId}, ${key}, ${method}, ${path}, ${fingerprint}, ${now}, ${mac})
    ON CONFLICT ("apiKeyId", "key", "method", "path") DO UPDATE SET "id" = EXCLUDED."id", "fingerprint" = EXCLUDED."fingerprint",
      "createdAt" = EXCLUDED."createdAt", "mac" = EXCLUDED."mac", "result" = NULL, "status" = NULL, "headers" = NULL, "body" = NULL, "completedAt" = NULL
    WHERE r."createdAt" < ${old} OR (r."completedAt" IS NULL AND r."result" IS NULL AND r."createdAt" < ${abandoned})
    RETURNING "id"`
  if (claimed.length > 0) return id
  const existing = await db.idempotencyRecord.findUnique({ where: { apiKeyId_key_method_path: { apiKeyId, key, method, path } } })
  // The record went between the two statements: the first try has failed, and this one may begin.
  return existing ? requireWhole(context, 'idempotencyRecord', existing) : claim(context, request)
}

function replay(context: Context, { id, status, headers, body }: IdempotencyRecord): Answer {
  if (status === null || body === null) {
    throw new Problem('IDEMPOTENCY_IN_PROGRESS.under_way', {}, { retryAfterSeconds: 1 })
  }
  return asReplay({ status, headers: headers as Record<string, string>, body: openColumn(context, 'keptAnswer', id, body) })
}

function asReplay({ status, headers, body }: Answer): Answer {
  return { status, headers: { ...headers, 'idempotency-replayed': 'true' }, body }
}

/**
 * Keeps an answer, sealed, because it holds names, addresses and signing links. Of two answers for the same work the first is used for
 * both.
 */
async function keep(context: Context, id: string, answer: Answer): Promise<Answer> {
  if (!(answer.body instanceof Uint8Array)) throw new Error('only files that are read are streamed, and reading needs no idempotency')
  const { status, headers } = answer
  const body = sealColumn(context.secrets, 'keptAnswer', id, answer.body)
  const kept = { status, headers, completedAt: context.machineNow(), body }
  const count = await changeBound(context, context.db, 'idempotencyRecord', { id, completedAt: null }, kept)
  const first = count === 0 ? await context.db.idempotencyRecord.findUnique({ where: { id } }) : null
  return first ? replay(context, requireWhole(context, 'idempotencyRecord', first)) : answer
}

/** Deletes the record unless the work was done: then only the answer is missing. */
async function forget(context: Context, id: string): Promise<void> {
  await context.db.idempotencyRecord.deleteMany({ where: { id, result: null } })
}

function unquoted(value: string): string {
  return /^"(.*)"$/.exec(value.trim())?.[1] ?? value.trim()
}
