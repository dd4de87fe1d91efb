// The audit trail of a request whose links were opened again and again: it is drawn, and nobody else waits for it.

import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EvidenceEvent } from '../../domain/event'
import { documentWorkers } from '../../testing/document-workers'
import { newRequest } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { loadEvents } from '../kernel/evidence'
import { drawn } from '../report/drawn'
import { requestRow } from '../requests/request-row'
import { auditTrail } from './audit-trail'
import { auditTrailHtml } from './audit-trail-html'
import { auditTrailReport } from './audit-trail-report'

const EVENTS = 10_000

let t: TestContext
let events: readonly EvidenceEvent[]
let requestId: string

beforeAll(async () => {
  t = await testContext()
  const request = await newRequest(t, [{ name: 'Anna Kowalska', email: 'anna@example.com' }])
  requestId = request.id
  const own = await loadEvents(t.context, t.context.db, requestId)
  const [last, signer] = [own.at(-1), request.signers[0]?.id ?? '']
  if (!last) throw new Error('a request has evidence')
  const opened = (index: number): EvidenceEvent => {
    const device = index.toString(16).padStart(64, '0')
    return { ...last, sequence: index + 1, fact: { type: 'link_opened', signer, session: `ses_${index}`, device, kind: 'phone' } }
  }
  events = Array.from({ length: EVENTS }, (_, index) => own[index] ?? opened(index))
})
afterAll(() => t.close())

it('is put into words in slices, and drawn in a document worker, whole', async () => {
  const { context, caller } = t
  // How often something else could go on meanwhile.
  let turns = 0
  let going = true
  const count = (): void => {
    turns++
    if (going) setImmediate(count)
  }
  setImmediate(count)
  const trail = await auditTrail(context, await requestRow(context, caller, requestId), 'Example Bank', events)
  going = false
  expect(turns).toBeGreaterThan(EVENTS / 200)
  expect(auditTrailHtml(trail).match(/<li /g)).toHaveLength(EVENTS)
  const pdf = Buffer.from(
    await drawn({ documents: documentWorkers() }, auditTrailReport(trail, context.now()), { tenant: caller.tenantId }),
  )
  expect(pdf.toString('latin1')).toContain(`/EvidenceEvents ${EVENTS}`)
})
