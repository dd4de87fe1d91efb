// Downloads of the signer, as the routes answer them: a link on another site downloads nothing and leaves no trace in the evidence.

import { expect, it } from 'vitest'
import { loadEvents } from '../../operations/kernel/evidence'
import { callRoute, installation } from '../../testing/as-installation'
import { newRequest, openSession, Walk } from '../../testing/journey-walk'

const test = installation()

it('gives files to its own page alone, and records no download that another site has caused', async () => {
  const request = await newRequest(test, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const [signer = ''] = request.signers.map(({ id }) => id)
  await (await Walk.open(test, signer)).to('details')
  await test.context.db.session.deleteMany({})
  const token = await openSession(test, signer)
  const recorded = async () =>
    (await loadEvents(test.context, test.context.db, request.id)).filter(({ fact }) => fact.type === 'unsigned_documents_downloaded')
  const get = async (file: string, path: string, site: string | null): Promise<number> => {
    const headers = { cookie: `__Host-qsh-${signer}=${token}`, ...(site === null ? {} : { 'sec-fetch-site': site }) }
    const answer = await callRoute(
      `api/journey/[signer]/${file}`,
      new Request(`https://sign.example.com/api/journey/${signer}${path}`, { headers }),
      { signer, id: request.documents[0]?.id ?? '' },
    )
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
