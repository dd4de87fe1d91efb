// The product with more than one account: keys of three accounts, of both modes and of little scope, this worker's own.

import { test as plain } from '@playwright/test'
import type { Account, AccountsOfWorker } from '../../installation'
import { accountsOf, theRun } from '../../run'
import type { RunningServer } from '../../server'
import { Description } from './description'

export type { Account }
export type Accounts = RunningServer & Pick<AccountsOfWorker, 'ours' | 'theirs' | 'business'> & { description: Description }

export const test = plain.extend<object, { accounts: Accounts }>({
  accounts: [
    async ({}, provide, { workerIndex }) => {
      const { baseUrl } = theRun()
      const { ours, theirs, business } = accountsOf(workerIndex)
      await provide({ baseUrl, apiKey: ours.keys[0] ?? '', ours, theirs, business, description: await Description.of(baseUrl) })
    },
    { scope: 'worker' },
  ],
})
