// The product with more than one account: keys of three accounts, of both modes and of little scope, this worker's own.

import { test as plain } from '@playwright/test'
import type { Account, AccountsOfWorker } from '../../installation'
import { accountsOf, theRun } from '../../run'
import type { RunningServer } from '../../server'
import { Description } from './description'

export type { Account }
export type Accounts = RunningServer &
  Pick<AccountsOfWorker, 'ours' | 'theirs' | 'business'> & {
    description: Description
    /** Callers without a key are counted by address, as a proxy names it. Stories that call often without one send this in X-Forwarded-For. */
    address: string
  }

export const test = plain.extend<object, { accounts: Accounts }>({
  accounts: [
    async ({}, provide, { workerIndex }) => {
      const { baseUrl } = theRun()
      const { ours, theirs, business } = accountsOf(workerIndex)
      const address = `10.0.${(workerIndex >> 8) & 255}.${workerIndex & 255}`
      await provide({ baseUrl, apiKey: ours.keys[0] ?? '', address, ours, theirs, business, description: await Description.of(baseUrl) })
    },
    { scope: 'worker' },
  ],
})
