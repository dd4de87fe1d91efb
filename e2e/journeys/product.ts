// The running product as a fixture: the one server of the run, with an account of this worker's own; pages open relative addresses.

import { test as plain } from '@playwright/test'
import { accountsOf, theRun } from '../run'
import type { RunningServer } from '../server'

export const test = plain.extend<object, { product: RunningServer }>({
  product: [
    async ({}, provide, { workerIndex }) => provide({ baseUrl: theRun().baseUrl, apiKey: accountsOf(workerIndex).own.keys[0] ?? '' }),
    { scope: 'worker' },
  ],
  baseURL: async ({ product }, provide) => provide(product.baseUrl),
})
