// Sends requests by the name of their operation and holds every answer against the description; remembers which answers were seen.

import { expect } from '@playwright/test'
import type { Accounts } from './accounts'
import { json, type Answer, type Operation } from './description'

type Sent = {
  path?: Record<string, string>
  query?: Record<string, string>
  body?: unknown
  form?: FormData
  headers?: Record<string, string>
  /** A key of our account unless given; empty for no key. */
  key?: string
}
export type Result = Answer & { json: Record<string, unknown> }

export class DocumentedCalls {
  private readonly seen = new Map<string, Set<number>>()

  constructor(private readonly accounts: Accounts) {}

  /** Fails where the answer is not as documented, or has another status or, for a refusal, another code. */
  async call(operationId: string, sent: Sent, status: number, code?: string): Promise<Result> {
    const operation = this.accounts.description.operation(operationId)
    const answer = await send(this.accounts.baseUrl, operation, { key: this.accounts.ours.keys[0] ?? '', ...sent })
    const about = `${operationId} ${JSON.stringify({ path: sent.path, query: sent.query, body: sent.body })} -> ${answer.bytes.toString('utf8', 0, 400)}`
    expect(this.accounts.description.violations(operation, answer), about).toEqual([])
    const body = (json(answer) ?? {}) as Record<string, unknown>
    expect([answer.status, (body['error'] as { code?: string } | undefined)?.code], about).toEqual([status, code])
    this.seen.set(operationId, (this.seen.get(operationId) ?? new Set()).add(answer.status))
    return { ...answer, json: body }
  }

  /** Operations that were never answered with success. */
  withoutSuccess(): string[] {
    return this.accounts.description.operations
      .map(({ operationId }) => operationId)
      .filter((id) => ![...(this.seen.get(id) ?? [])].some((status) => status < 300))
  }
}

async function send(baseUrl: string, { method, path }: Operation, sent: Sent): Promise<Answer> {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sent.path?.[name] ?? `missing-${name}`))
  const query = sent.query ? `?${new URLSearchParams(sent.query)}` : ''
  const body = sent.form ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body))
  const response = await fetch(`${baseUrl}/v1${filled}${query}`, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      ...(sent.key ? { 'x-api-key': sent.key } : {}),
      ...(sent.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...sent.headers,
    },
  })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
