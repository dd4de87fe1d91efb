// The step of the names: a person of one name goes through it to their certificate.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { newRequest, Walk } from '../../../testing/journey-walk'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { testContext, type TestContext } from '../../../testing/test-context'

let test: TestContext
const { identity, script } = scriptedIdentity()

beforeAll(async () => {
  test = await testContext({ identity })
})
afterAll(() => test.close())

async function offered(name: string, mrz: typeof script.mrz): Promise<Walk> {
  script.mrz = mrz
  const created = await newRequest(test, [{ name, email: 'holder@example.com' }])
  const walk = await Walk.open(test, created.signers[0]?.id ?? '')
  await walk.to('names')
  return walk
}

it('is passed by a holder of one name, whose certificate has a surname and no given name', async () => {
  const walk = await offered('Suharto', { surname: 'SUHARTO', givenNames: [] })
  expect((await walk.view()).names).toMatchObject({
    givenNames: [],
    surname: 'SUHARTO',
    ownSpelling: { givenNames: [], surname: 'Suharto' },
  })
  await walk.to('certificate')
  expect((await walk.view()).certificateRequest).toMatchObject({ givenNames: '', surname: 'Suharto', commonName: 'Suharto' })
  await walk.to('signed')
})
