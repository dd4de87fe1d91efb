// The evidence names what asked for the requester, the API key or the session of the console, and the audit trail says it in words.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { newRequest } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { findConsoleSession, startConsoleSession } from '../access/console-session'
import { loadEvents } from '../kernel/evidence'
import { cancelSignatureRequest } from '../requests/cancel-signature-request'
import { requestRow } from '../requests/request-row'
import { auditTrail } from './audit-trail'

let t: TestContext
beforeAll(async () => {
  t = await testContext()
})
afterAll(() => t.close())

it('names the key of a program, and the session of a person', async () => {
  const { context, caller } = t
  const { id: requestId } = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  const session = await findConsoleSession(context, await startConsoleSession(context, caller))
  if (!session) throw new Error('a session was begun')
  await cancelSignatureRequest(context, session.caller, { requestId })
  const events = await loadEvents(context, context.db, requestId)
  const askedBy = Object.fromEntries(events.map(({ fact, caller: by }) => [fact.type, by]))
  expect(askedBy).toMatchObject({ request_created: caller.apiKeyId, request_cancelled: session.id })
  expect(askedBy['signer_invited']).toBeUndefined()
  const { timeline } = await auditTrail(context, await requestRow(context, caller, requestId), 'Example Bank', events)
  expect(timeline.map(({ who }) => who)).toEqual(
    expect.arrayContaining([expect.stringContaining(caller.apiKeyId), expect.stringContaining(session.id)]),
  )
})
