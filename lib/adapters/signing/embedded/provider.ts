// The built-in signing provider: keys in the vault of this installation, certificates of an authority in the same process.
import { randomBytes, sign, type KeyObject } from 'node:crypto'
import { constantTimeEqual, generateOtp, otpMac, sessionHash } from '../../../crypto/activation'
import { readCertificate } from '../../../crypto/certificate'
import type { Der } from '../../../crypto/der'
import { hkdf } from '../../../crypto/kdf'
import type { CertificateSubject, ProviderCredential, SigningActivation, SigningProvider } from '../../../domain/signing-provider'
import { createKey, openKey, wrappedKey } from './vault'

/** What the vault needs of the authority that certifies its keys. */
export type CertificateAuthority = {
  /** A repeated call for the same key answers the same certificate. */
  issue(csr: Der, subject: CertificateSubject): Promise<Der>
  revoke(serialHex: string, reason: number): Promise<void>
  isRevoked(serialHex: string): Promise<boolean>
}

/** Stored with each credential: never change it. */
const EMBEDDED = 'embedded'

const NO_SALT = new Uint8Array()

export function embeddedSigning(serverShare: Uint8Array, authority: CertificateAuthority): SigningProvider {
  if (serverShare.length < 32) throw new RangeError('the server share has fewer than 32 octets')
  const otpKey = hkdf(serverShare, NO_SALT, 'qsh otp v1')
  // Each credential has its own share, which opens no other credential.
  const shareOf = (credentialId: string): Buffer => hkdf(serverShare, Buffer.from(credentialId, 'utf8'), 'qsh credential share v1')
  // The session hash is computed from the octets that are to be signed, never taken from what is stored.
  const macOf = (activation: SigningActivation, code: string): string =>
    otpMac(otpKey, activation.activationId, sessionHash(activation), code)
  /** Keys opened by both factors, held as long as their activation data is, for one signature. */
  const opened = new WeakMap<object, { key: KeyObject; hash: string }>()
  return {
    name: EMBEDDED,
    async enrol({ credentialId, commonName, pin }) {
      const share = shareOf(credentialId)
      try {
        return { reference: await createKey({ credentialId, pin, share }, commonName) }
      } finally {
        share.fill(0)
      }
    },
    async certify({ reference }, subject) {
      return { certificate: await authority.issue(Buffer.from(wrappedKey(reference).csr, 'base64'), subject) }
    },
    async describe(credential) {
      return { usable: !(await authority.isRevoked(serialOf(credential))) }
    },
    async challenge(activation) {
      const code = generateOtp()
      return { state: { mac: macOf(activation, code) }, code }
    },
    async authorise(activation, { pin, code, challenge }) {
      const { id: credentialId, reference } = activation.credential
      const released = constantTimeEqual(macOf(activation, code), String(challenge?.['mac']))
      // A wrong code does not end it here: the PIN is stretched with a random share, so that the time taken does not tell which was wrong.
      const share = released ? shareOf(credentialId) : randomBytes(32)
      try {
        const key = await openKey({ credentialId, pin, share }, wrappedKey(reference))
        if (key === null) return { refused: 'wrong_factor', codeWasRight: released }
        const activationData = {}
        opened.set(activationData, { key, hash: sessionHash(activation) })
        return { activationData, factors: ['pin', 'otp_sms'] }
      } finally {
        share.fill(0)
      }
    },
    async sign(activation, activationData) {
      const found = opened.get(activationData)
      opened.delete(activationData)
      if (found?.hash !== sessionHash(activation)) return { refused: 'not_authorised' }
      return { signatures: activation.toSign.map((octets) => sign('sha256', octets, found.key)) }
    },
    async revoke(credential, reason) {
      await authority.revoke(serialOf(credential), reason)
      return { revoked: true }
    },
  }
}

function serialOf({ id, certificate }: ProviderCredential): string {
  if (certificate === null) throw new TypeError(`credential ${id} has no certificate`)
  return readCertificate(certificate).serialHex
}
