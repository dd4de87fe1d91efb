// Magic addresses: signers who go their way by themselves. Case does not matter, and a +tag tells runs apart.

import type { Mode } from '../../domain/event'
import type { Prisma } from '../../generated/prisma/client'
import type { SignerScript } from './signer-script'

/** Nobody reads mail there: what goes to this domain in test mode stays in the outbox. */
const DOMAIN = '@qsignhub-test.io'
/** Of a range that is reserved for fiction, so it reaches nobody; the sandbox's where a request names no number. */
export const TEST_PHONE = '+61491570006'

const SCRIPTS: Readonly<Record<string, SignerScript>> = {
  'sign.success': { walked: true, goes: true, document: 'AZE123456' },
  'sign.fail': { walked: true, goes: true, failWith: 'FACE_MISMATCH' },
  // Invited, and never heard of again: a person who does nothing needs no script.
  'sign.timeout': {},
}

/** The script column of a new signer; nothing for everybody else, and for everybody in live mode. */
export function scriptOfAddress(mode: Mode, email: string): { script: Prisma.InputJsonObject } | Record<never, never> {
  const address = email.trim().toLowerCase()
  if (mode !== 'test' || !address.endsWith(DOMAIN)) return {}
  const [name = ''] = address.slice(0, -DOMAIN.length).split('+')
  const script = Object.hasOwn(SCRIPTS, name) ? SCRIPTS[name] : undefined
  return script ? { script: script as Prisma.InputJsonObject } : {}
}

export function isSandboxAddress(email: string): boolean {
  return email.trim().toLowerCase().endsWith(DOMAIN)
}
