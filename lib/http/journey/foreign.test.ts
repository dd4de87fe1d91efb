// A signer at the things of another one: the cookie of a session opens its own signer alone, and ids of others name nothing there.

import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { loadEvents } from '../../operations/kernel/evidence'
import { callRoute, installation } from '../../testing/as-installation'
import { newRequest, openSession } from '../../testing/journey-walk'

type Person = { signer: string; token: string; document: string; request: string }

const test = installation()

async function person(name: string, email: string): Promise<Person> {
  const { id, signers, documents } = await newRequest(test, [{ name, email }])
  const signer = signers[0]?.id ?? ''
  return { signer, token: await openSession(test, signer), document: documents[0]?.id ?? '', request: id }
}

/** Calls a route of `signer` with the session of `session`, sent under the name of the cookie of `as`. */
async function ask(
  route: string,
  { signer, session, as, document = '', body }: { signer: Person; session: Person; as: Person; document?: string; body?: unknown },
): Promise<number> {
  const request = new Request(`https://sign.example.com/api/journey/${signer.signer}`, {
    headers: {
      cookie: `__Host-qsh-${as.signer}=${session.token}`,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  const answer = await callRoute(`api/journey/[signer]/${route}`, request, { signer: signer.signer, id: document })
  await answer?.arrayBuffer()
  return answer?.status ?? 0
}

it('opens nothing with the session of another signer, under whichever name it is sent', async () => {
  const [anna, john] = [await person('Anna Kowalska', 'anna@example.com'), await person('John Smith', 'john@example.com')]
  const accept = { act: 'refuse', reason: 'Not mine' }
  for (const as of [anna, john]) {
    const foreign = { signer: anna, session: john, as }
    expect([
      await ask('route.ts', foreign),
      await ask('portrait/route.ts', foreign),
      await ask('documents/route.ts', foreign),
      await ask('documents/[id]/route.ts', { ...foreign, document: anna.document }),
      await ask('acts/route.ts', { ...foreign, body: accept }),
      await ask('challenges/route.ts', { ...foreign, body: {} }),
      await ask('handover/route.ts', { ...foreign, body: {} }),
      await ask('takeover/route.ts', { ...foreign, body: {} }),
      await ask('messages/route.ts', foreign),
      await ask('messages/route.ts', { ...foreign, body: { text: 'Not mine', sentAs: 'a'.repeat(16) } }),
      await ask('messages/read/route.ts', { ...foreign, body: { to: 1 } }),
    ]).toEqual(Array.from({ length: 11 }, () => 401))
  }
  const facts = (await loadEvents(test.context, test.context.db, anna.request)).map(({ fact }) => fact.type)
  expect(facts.filter((type) => type === 'link_opened')).toHaveLength(1)
  expect(facts).not.toContain('signer_refused')
})

it('knows no document of another request', async () => {
  const [anna, john] = [await person('Anna Kowalska', 'anna2@example.com'), await person('John Smith', 'john2@example.com')]
  const own = { signer: anna, session: anna, as: anna }
  expect(await ask('route.ts', own)).toBe(200)
  expect(await ask('documents/[id]/route.ts', { ...own, document: john.document })).toBe(404)
  const view = { act: 'view_document', document: john.document, sha256: 'f'.repeat(64), as: 'pages' }
  expect(await ask('acts/route.ts', { ...own, body: view })).toBeGreaterThanOrEqual(400)
})

const FOLDER = 'app/api/journey/[signer]'
const ROUTES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('route.ts'))
/** What each takes from its own signer. */
const BODIES: Readonly<Record<string, object>> = {
  'acts/route.ts': { act: 'refuse', reason: 'Not mine' },
  'messages/route.ts': { text: 'Not mine', sentAs: 'a'.repeat(16) },
  'messages/read/route.ts': { to: 1 },
}

it('answers at every route for another signer as for one who never was', async () => {
  const [anna, john] = [await person('Anna Kowalska', 'anna3@example.com'), await person('John Smith', 'john3@example.com')]
  const nobody = { ...anna, signer: 'sgn_0000000000000000', document: 'doc_0000000000000000' }
  const answerOf = async (route: string, method: string, { signer, document }: Person) => {
    const request = new Request(
      `https://sign.example.com/api/journey/${signer}/${route.replace(/\/?route\.ts$/, '').replace('[id]', document)}`,
      {
        method,
        headers: {
          cookie: `__Host-qsh-${john.signer}=${john.token}; __Host-qsh-${signer}=${john.token}`,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/json',
        },
        ...(method === 'POST' ? { body: JSON.stringify(BODIES[route] ?? {}) } : {}),
      },
    )
    const answer = await callRoute(`api/journey/[signer]/${route}`, request, { signer, id: document })
    const headers = [...(answer?.headers ?? [])].filter(([name]) => name !== 'x-request-id')
    const whole = JSON.stringify([answer?.status ?? 405, headers, await answer?.text()])
    return whole
      .replaceAll(signer, 'a-signer')
      .replaceAll(document, 'a-document')
      .replaceAll(/req_\w+/g, 'a-request')
  }
  for (const route of ROUTES)
    for (const method of ['GET', 'POST'])
      expect([route, method, await answerOf(route, method, anna)]).toEqual([route, method, await answerOf(route, method, nobody)])
})
