// The cases of what is read of one signer, for the contract.

import { expect } from '@playwright/test'
import type { DocumentedCalls } from './documented-call'

type Signer = { request_id: string; signer_id: string }
const NOBODY: Signer = { request_id: 'sreq_0000000000000000', signer_id: 'sgn_0000000000000000' }

export async function readsVerification(calls: DocumentedCalls, path: Signer): Promise<void> {
  await calls.call('getVerification', { path }, 200)
  await calls.call('getVerification', { path: NOBODY }, 404, 'NOT_FOUND')
}

/** `signed`: of the account with this key. */
export async function readsAuditTrail(calls: DocumentedCalls, waiting: Signer, signed: { path: Signer; key: string }): Promise<void> {
  const none = await calls.call('getAuditTrail', { path: waiting }, 200)
  expect(none.json).toMatchObject({ audit_trail: null, signatures: [] })
  const { json } = await calls.call('getAuditTrail', signed, 200)
  expect(json).toMatchObject({
    signer_id: signed.path.signer_id,
    audit_trail: { request: signed.path.request_id, intent_to_sign: true, livemode: false },
    signatures: [{ carried: 'attached', level: 'PAdES-B-LTA' }],
  })
  await calls.call('getAuditTrail', { path: NOBODY }, 404, 'NOT_FOUND')
}
