// A small client of the REST API, written from its public description alone: what an integrator would write on the first day.
import { readFileSync } from 'node:fs'
import path from 'node:path'

export type CreatedSigner = { id: string; name: string; status: string; signing_url: string }
export type CreatedRequest = { id: string; status: string; signing_url: string; signers: CreatedSigner[]; expires_at: string }
export type ApiAnswer<T> = { status: number; headers: Headers; body: T; error?: { code: string; message: string; request_id: string } }
type SignerInput = { name: string; email: string; phone?: string; order?: number; locale?: string; [key: string]: unknown }

export class ApiClient {
  constructor(private readonly baseUrl: string, private readonly apiKey: string) {}

  async call<T>(method: string, resource: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer<T>> {
    const form = body instanceof FormData
    const response = await fetch(`${this.baseUrl}/v1${resource}`, {
      method,
      headers: { 'X-API-Key': this.apiKey, ...(body !== undefined && !form ? { 'Content-Type': 'application/json' } : {}), ...headers },
      ...(body === undefined ? {} : { body: form ? body : typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const parsed = (await response.json().catch(() => ({}))) as T & { error?: ApiAnswer<T>['error'] }
    return { status: response.status, headers: response.headers, body: parsed, ...(parsed.error ? { error: parsed.error } : {}) }
  }

  private async expect<T>(answer: Promise<ApiAnswer<T>>): Promise<T> {
    const { status, body } = await answer
    if (status >= 300) throw new Error(`the API answered ${status}: ${JSON.stringify(body)}`)
    return body
  }

  uploadBytes(bytes: Uint8Array, name: string): Promise<ApiAnswer<{ id: string; pages: number; sha256: string; preview_url: string }>> {
    const form = new FormData()
    form.set('file', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), name)
    form.set('name', name.replace(/\.pdf$/i, ''))
    return this.call('POST', '/documents', form)
  }

  async upload(file: string): Promise<{ id: string; pages: number; sha256: string; preview_url: string }> {
    return this.expect(this.uploadBytes(readFileSync(file), path.basename(file)))
  }

  async request(documents: readonly string[], signers: readonly SignerInput[], more: Record<string, unknown> = {}): Promise<CreatedRequest> {
    const which = documents.length === 1 ? { document_id: documents[0] } : { document_ids: documents }
    return this.expect(this.call<CreatedRequest>('POST', '/signature-requests', { ...which, signers, ...more }))
  }

  async get(id: string): Promise<{ status: string; signers: { id: string; status: string }[]; [key: string]: unknown }> {
    return this.expect(this.call('GET', `/signature-requests/${id}`))
  }

  async download(id: string, query = ''): Promise<Buffer> {
    const response = await fetch(`${this.baseUrl}/v1/signature-requests/${id}/download${query}`, { headers: { 'X-API-Key': this.apiKey } })
    if (!response.ok) throw new Error(`download answered ${response.status}: ${await response.text()}`)
    return Buffer.from(await response.arrayBuffer())
  }
}
