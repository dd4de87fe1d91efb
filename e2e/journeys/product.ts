// The running product as a fixture: started once for all tests of a worker, on a data directory of its own; pages open relative addresses.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as plain } from '@playwright/test'
import { startServer, type RunningServer } from '../server'

export const test = plain.extend<object, { product: RunningServer }>({
  product: [
    async ({}, provide) => {
      const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-e2e-'))
      const product = await startServer({ dataDirectory })
      await provide(product)
      await product.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 600_000 },
  ],
  baseURL: async ({ product }, provide) => provide(product.baseUrl),
})
