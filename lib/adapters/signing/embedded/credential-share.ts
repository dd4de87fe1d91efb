// The server's share in the key of a credential: random, of this credential alone, sealed under the server share in the credential's
// reference. So a rotation seals it anew, and needs no PIN.
import { randomBytes } from 'node:crypto'
import { EnvelopeRefused, isUnderNewest, open, seal } from '../../../crypto/envelope'
import { hkdf } from '../../../crypto/kdf'
import { newestOf, type Keyring } from '../../../crypto/keyring'
import type { ProviderData } from '../../../domain/signing-provider'

const aad = (credentialId: string): string => `qsh credential share ${credentialId}`

/** The caller overwrites the share after use. */
export function newShare(serverShare: Keyring, credentialId: string): { share: Buffer; sealed: string } {
  const share = randomBytes(32)
  return { share, sealed: sealed(serverShare, credentialId, share) }
}

/** Null where it is of another credential or another server share: that looks like a wrong PIN. */
export function openShare(serverShare: Keyring, credentialId: string, reference: ProviderData): Buffer | null {
  try {
    return shareOf(serverShare, credentialId, reference)
  } catch (error) {
    if (error instanceof EnvelopeRefused) return null
    throw error
  }
}

/** Answers a buffer of the caller's own. */
function shareOf(serverShare: Keyring, credentialId: string, reference: ProviderData): Buffer {
  const stored = reference['share']
  if (stored !== undefined) return open(serverShare, Buffer.from(String(stored), 'base64'), aad(credentialId))
  // References of before have none: the share was derived from the secret that was the only one then.
  const { key } = serverShare.generations().at(-1) ?? newestOf(serverShare)
  return hkdf(key, Buffer.from(credentialId, 'utf8'), 'qsh credential share v1')
}

/** The reference with its share under the newest generation; null where it is. */
export function renewedShare(serverShare: Keyring, credentialId: string, reference: ProviderData): ProviderData | null {
  const stored = reference['share']
  if (stored !== undefined && isUnderNewest(serverShare, Buffer.from(String(stored), 'base64'))) return null
  const share = shareOf(serverShare, credentialId, reference)
  try {
    return { ...reference, share: sealed(serverShare, credentialId, share) }
  } finally {
    share.fill(0)
  }
}

function sealed(serverShare: Keyring, credentialId: string, share: Uint8Array): string {
  return seal(serverShare, share, aad(credentialId)).toString('base64')
}
