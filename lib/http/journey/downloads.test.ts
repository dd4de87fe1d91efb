// Downloads of the signer, as the routes answer them: a link on another site downloads nothing and leaves no trace in the evidence.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { exchangeLink } from '../../operations/access/exchange-link'
import { loadEvents } from '../../operations/kernel/evidence'
import { signerLink } from '../../operations/kernel/links'
import { asInstallation, routeModule } from '../../testing/as-installation'
import { newRequest, Walk } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'

let test: TestContext
let takeAway: () => void
beforeAll(async () => {
  test = await testContext()
  takeAway = asInstallation(test, test.context)
})
afterAll(async () => {
  takeAway()
  await test.close()
})

it('gives files to its own page alone, and records no download that another site has caused', async () => {
  const request = await newRequest(test, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const [signer = ''] = request.signers.map(({ id }) => id)
  await (await Walk.open(test, signer)).to('details')
  await test.context.db.session.deleteMany({})
  const { sessionToken } = await exchangeLink(test.context, {
    token: signerLink(test.context, await test.context.db.signer.findUniqueOrThrow({ where: { id: signer } })).token,
    device: { kind: 'desk', userAgent: 'desk' },
    sessionOf: () => undefined,
  })
  const recorded = async () =>
    (await loadEvents(test.context, test.context.db, request.id)).filter(({ fact }) => fact.type === 'unsigned_documents_downloaded')
  const get = async (file: string, path: string, site: string | null): Promise<number> => {
    const headers = { cookie: `__Host-qsh-${signer}=${sessionToken ?? ''}`, ...(site === null ? {} : { 'sec-fetch-site': site }) }
    const answer = await (
      await routeModule(`api/journey/[signer]/${file}`)
    )['GET']?.(new Request(`https://sign.example.com/api/journey/${signer}${path}`, { headers }), {
      params: Promise.resolve({ signer, id: request.documents[0]?.id ?? '' }),
    })
    await answer?.arrayBuffer()
    return answer?.status ?? 0
  }
  const one = (site: string | null) => get('documents/[id]/route.ts', `/documents/${request.documents[0]?.id ?? ''}?download=1`, site)
  const all = (site: string | null) => get('documents/route.ts', '/documents', site)
  for (const site of ['cross-site', 'same-site', 'none']) expect([site, await one(site), await all(site)]).toEqual([site, 403, 403])
  expect(await recorded()).toHaveLength(0)
  expect([await one('same-origin'), await all('same-origin'), await one(null)]).toEqual([200, 200, 200])
  expect(await recorded()).toHaveLength(3)
})
