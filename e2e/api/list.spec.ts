// The list with very many requests in the database: a client that walks it by cursor meets each once, also while others are created.

import { execFileSync } from 'node:child_process'
import { expect, test } from '@playwright/test'
import { plainPdf } from '../documents'
import { ownDatabase, ownServer, productEnvironment } from '../server'
import { WHOLE } from '../whole'
import { ApiClient, type ApiAnswer } from './client'

/** Ten pages; with --whole, what a busy account has after eight days. */
const COUNT = WHOLE ? 100_000 : 1_000
const SIGNER = { name: 'Anna Kowalska', email: 'anna.kowalska@example.com' }

type Page = { data: { id: string; status: string; created_at: string }[]; has_more: boolean; next_cursor: string | null }

test(`walking ${COUNT} requests meets each once while others are created`, async () => {
  const server = await ownServer()
  try {
    const api = new ApiClient(server.baseUrl, server.apiKey)
    const documentId = (await api.uploadBytes(await plainPdf(1), 'contract.pdf')).body.id
    const { id } = await api.request([documentId], [SIGNER])
    await server.stop()
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/many-requests.ts', server.dataDirectory, String(COUNT), '1000000', id], {
      stdio: 'inherit',
      env: { ...productEnvironment(), ...(await ownDatabase(server.dataDirectory)), BASE_URL: server.baseUrl },
    })
    await server.start()
    const before = await api.request([documentId], [SIGNER])
    const met = new Map<string, number>()
    const created = new Set<string>()
    let oldest = '9'
    let ordered = true
    let pages = 0
    for (let cursor: string | null = ''; cursor !== null; pages++) {
      const { status, body }: ApiAnswer<Page> = await api.call<Page>(
        'GET',
        `/signature-requests?limit=100${cursor ? `&cursor=${cursor}` : ''}`,
      )
      expect(status).toBe(200)
      for (const row of body.data) {
        met.set(row.id, (met.get(row.id) ?? 0) + 1)
        ordered &&= row.created_at <= oldest
        oldest = row.created_at
      }
      expect(body.has_more).toBe(body.next_cursor !== null)
      cursor = body.next_cursor
      if (!WHOLE || pages % 2 === 0) created.add((await api.request([documentId], [SIGNER])).id)
    }
    expect(ordered).toBe(true)
    expect([...met.values()].every((times) => times === 1)).toBe(true)
    // The sample of the first start, the one that was copied, the one made before, and the copies; what came later is in no page.
    expect(met.size).toBe(COUNT + 3)
    expect(met.has(before.id)).toBe(true)
    expect(created.size).toBeGreaterThan(9)
    expect([...created].some((later) => met.has(later))).toBe(false)
  } finally {
    await server.end()
  }
})
