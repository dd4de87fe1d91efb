// The sample contract of a first run: made once, and where it cannot be made the process starts without it.

import path from 'node:path'
import { tmpdir } from 'node:os'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Installation } from './context'
import { seedDemoTenant } from './demo-tenant'
import { testContext, type TestContext } from './testing/test-context'

let t: TestContext
let dataDir: string
beforeAll(async () => {
  t = await testContext()
  dataDir = mkdtempSync(path.join(tmpdir(), 'demo-'))
  mkdirSync(path.join(dataDir, 'secrets'))
})
afterAll(async () => {
  await t.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const seed = () => seedDemoTenant({ config: { dataDir }, contextFor: () => t.context } as unknown as Installation)

it('is the same at every start', async () => {
  const first = await seed()
  expect(first.signerUrl).toMatch(/\/s\/\w+$/)
  expect(await seed()).toEqual(first)
})

it('is left out, and the process starts, where its organisation or its link was changed outside', async () => {
  const { apiKey, signerUrl } = await seed()
  const none = { apiKey, signerUrl: null }
  const { id, linkToken } = await t.context.db.signer.findFirstOrThrow()
  await t.context.db.signer.update({ where: { id }, data: { linkToken: new Uint8Array(linkToken?.length ?? 0) } })
  expect(await seed()).toEqual(none)
  await t.context.db.signer.update({ where: { id }, data: { linkToken } })
  expect(await seed()).toEqual({ apiKey, signerUrl })
  await t.context.db.signatureRequest.updateMany({ data: { status: 'cancelled' } })
  await t.context.db.tenant.updateMany({ where: { name: 'QSignHub Demo' }, data: { name: 'Somebody else' } })
  expect(await seed()).toEqual(none)
})
