// What tests of the sandbox begin with: the product with its real analysis of identity, and requests of one signer each.

import { openIdentityAnalysis } from '../adapters/identity/analysis'
import { testContext, type TestContext } from './test-context'
import { newRequest } from './journey-walk'

export type Sandbox = TestContext & {
  /** A request, and the one person who is to sign it. */
  newOne(email?: string, name?: string): Promise<{ request: string; signer: string }>
}

export async function openSandbox(): Promise<Sandbox> {
  const identity = openIdentityAnalysis({ sceneKey: 'scenes' })
  // Nobody films in these tests, so the models of the analysis, which take seconds to load, are not loaded.
  const t = await testContext({ identity: { ...identity, planChallenges: () => identity.planChallenges({ camera: false }) } })
  return {
    ...t,
    newOne: async (email = 'anna@example.com', name = 'Anna Maria Kowalska') => {
      const { id, signers } = await newRequest(t, [{ name, email }])
      return { request: id, signer: signers[0]?.id ?? '' }
    },
    close: async () => {
      identity.close()
      await t.close()
    },
  }
}
