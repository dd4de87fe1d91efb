// A small client of the REST API as an integrator would have it: its types are generated from the description, so that both must agree.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import createClient, { type Client } from 'openapi-fetch'
import type { components, paths } from '../../lib/generated/api'
import { PATIENCE_MS, until } from '../until'

type Schemas = components['schemas']
/** Without the member that is always null: the client's types leave such members out of answers. */
export type CreatedRequest = Omit<Schemas['SignatureRequest'], 'signature_authentication_mode'>
type SignerInput = Schemas['SignerInput']
type Refusal = { error: Schemas['Problem'] }
export type ApiAnswer<T> = { status: number; headers: Headers; body: T; error?: Schemas['Problem'] }

export class ApiClient {
  /** Every operation of the description, with the types of its parameters, body and answers. */
  readonly typed: Client<paths>

  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
  ) {
    this.typed = createClient<paths>({ baseUrl: `${baseUrl}/v1`, headers: { 'X-API-Key': apiKey } })
  }

  /** For what the types forbid: bad input, and headers of one's own. */
  async call<T>(method: string, resource: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer<T>> {
    const form = body instanceof FormData
    const response = await fetch(`${this.baseUrl}/v1${resource}`, {
      method,
      headers: { 'X-API-Key': this.apiKey, ...(body !== undefined && !form ? { 'Content-Type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: form ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const parsed = (await response.json().catch(() => ({}))) as T & Partial<Refusal>
    return { status: response.status, headers: response.headers, body: parsed, ...(parsed.error ? { error: parsed.error } : {}) }
  }

  uploadBytes(bytes: Uint8Array, name: string): Promise<ApiAnswer<Schemas['Document']>> {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name)
    form.set('name', name.replace(/\.pdf$/i, ''))
    return this.call('POST', '/documents', form)
  }

  async upload(file: string): Promise<Schemas['Document']> {
    const body = { file: new File([readFileSync(file)], path.basename(file)), name: path.basename(file).replace(/\.pdf$/i, '') }
    return answered(await this.typed.POST('/documents', { body, bodySerializer: asForm }))
  }

  async request(
    documents: readonly string[],
    signers: readonly SignerInput[],
    more: Partial<Schemas['SignatureRequestInput']> = {},
  ): Promise<CreatedRequest> {
    const which = documents.length === 1 ? { document_id: documents[0] ?? '' } : { document_ids: [...documents] }
    return answered(await this.typed.POST('/signature-requests', { body: { ...which, signers: [...signers], ...more } }))
  }

  async get(id: string): Promise<CreatedRequest> {
    return answered(await this.typed.GET('/signature-requests/{request_id}', { params: { path: { request_id: id } } }))
  }

  /** Evidence is sealed after the last signature: until then the answer is 503 with Retry-After, and the client asks again. */
  async download(id: string, query: { include?: 'audit_trail'; document_id?: string } = {}): Promise<Buffer> {
    const params = { path: { request_id: id }, query }
    const answer = await until(
      `the file of ${id}`,
      async () => {
        const given = await this.typed.GET('/signature-requests/{request_id}/download', { params, parseAs: 'blob' })
        return given.response.status === 503 && given.response.headers.has('retry-after') ? undefined : given
      },
      PATIENCE_MS,
      250,
    )
    return Buffer.from(await answered(answer).arrayBuffer())
  }
}

function answered<T>({ data, error, response }: { data?: T; error?: unknown; response: Response }): T {
  if (data === undefined) throw new Error(`the API answered ${response.status}: ${JSON.stringify(error)}`)
  return data
}

function asForm(body: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(body)) if (value !== undefined) form.set(name, value as string | Blob)
  return form
}
