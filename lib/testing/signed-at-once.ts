// A contract that is signed at once, for tests of what is kept of it.

import { once } from '../http/api/idempotency'
import { signDocument, type DirectlySigned } from '../operations/direct/sign-document'
import { contractPdf } from './contract-pdf'
import type { TestContext } from './test-context'

export const AT_ONCE = contractPdf()

/** `key`: of idempotency; with one, what was appended is kept. */
export async function signedAtOnce(
  { context, caller }: Pick<TestContext, 'context' | 'caller'>,
  { key, name = 'Anna Kowalska' }: { key?: string; name?: string } = {},
): Promise<DirectlySigned> {
  const input = {
    ...{ file: { name: 'a.pdf', mimeType: 'application/pdf', bytes: AT_ONCE }, fileName: null, reason: null, metadata: {} },
    ...{ signer: { name, identifier: 'anna@example.com' }, anchor: null, requireAnchor: true },
  }
  if (key === undefined) return signDocument(context, caller, input)
  const made: DirectlySigned[] = []
  const asked = { caller, key, method: 'POST', path: '/v1/signatures', fingerprint: 'x' }
  const perform = async (claimed: typeof context) => {
    made.push(await signDocument(claimed, caller, input))
    return { status: 200, headers: {}, body: Buffer.alloc(0) }
  }
  await once(context, asked, perform, { keeps: () => false })
  const [first] = made
  if (!first) throw new Error('this key was used before')
  return first
}
