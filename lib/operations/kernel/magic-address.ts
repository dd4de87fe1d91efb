// Magic addresses of the sandbox, whose signers act by themselves. Case does not matter, and a +tag tells runs apart.

import type { Mode } from '../../domain/event'
import type { Prisma } from '../../generated/prisma/client'
import type { SignerScript } from './signer-script'

/** Nobody reads mail there: in test mode messages to this domain stay in the outbox. */
const DOMAIN = '@qsignhub-test.io'
/** From a range reserved for fiction, so it reaches nobody; used where a request names no number. */
export const TEST_PHONE = '+61491570006'

const SCRIPTS: Readonly<Record<string, SignerScript>> = {
  'sign.success': { walked: true, goes: true, document: 'AZE123456' },
  'sign.fail': { walked: true, goes: true, failWith: 'FACE_MISMATCH' },
  // sign.timeout has no script: that signer is invited and does nothing.
  'sign.timeout': {},
}

/** The script of a new signer; null for ordinary addresses, and none in live mode. */
export function scriptOfAddress(mode: Mode, email: string): Prisma.InputJsonObject | null {
  const address = email.trim().toLowerCase()
  if (mode !== 'test' || !address.endsWith(DOMAIN)) return null
  const [name = ''] = address.slice(0, -DOMAIN.length).split('+')
  return Object.hasOwn(SCRIPTS, name) ? (SCRIPTS[name] as Prisma.InputJsonObject) : null
}

export function isSandboxAddress(email: string): boolean {
  return email.trim().toLowerCase().endsWith(DOMAIN)
}
