// The step of the names: whoever has passed the check goes through it to their certificate, with one name, too long a name or another call name.

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

it('leaves out given names for which the document had no room, and takes the surname whole', async () => {
  const walk = await offered('Anna Wolfeschlegelsteinhausenbergerdorff', {
    surname: 'WOLFESCHLEGELSTEINHAUSENBERGER',
    givenNames: [],
    namesTruncated: true,
  })
  await walk.to('certificate')
  expect((await walk.view()).certificateRequest).toMatchObject({ givenNames: '', surname: 'Wolfeschlegelsteinhausenbergerdorff' })
})

it('offers to choose between the names of a holder who is called by a later one', async () => {
  const walk = await offered('Marie Müller', { surname: 'MUELLER', givenNames: ['ERIKA', 'MARIE'] })
  expect((await walk.view()).names).toMatchObject({
    givenNames: ['ERIKA', 'MARIE'],
    ownSpelling: { givenNames: ['Marie'], surname: 'Müller' },
    choice: true,
  })
  await walk.to('certificate')
  expect((await walk.view()).certificateRequest).toMatchObject({ givenNames: 'Marie', surname: 'Müller' })
})
