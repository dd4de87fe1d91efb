// The built-in signing provider: keys in the vault of this installation, certificates of an authority in the same process.
import { randomBytes, sign, type KeyObject } from 'node:crypto'
import { generateOtp, otpMac, sessionHash } from '../../../crypto/activation'
import { readCertificate } from '../../../crypto/certificate'
import type { Der } from '../../../crypto/der'
import { hkdf } from '../../../crypto/kdf'
import { derivedRing, isMacUnder, macUnder, type Keyring } from '../../../crypto/keyring'
import type { CertificateSubject, ProviderCredential, SigningActivation, SigningProvider } from '../../../domain/signing-provider'
import { newShare, openShare, renewedShare } from './credential-share'
import { createKey, openKey, rewrapKey, wrappedKey } from './vault'

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

export function embeddedSigning(serverShare: Keyring, authority: CertificateAuthority): SigningProvider {
  const otpKeys = derivedRing(serverShare, (key) => hkdf(key, NO_SALT, 'qsh otp v1'))
  // The session hash is computed from the octets that are to be signed, never taken from what is stored.
  const macOf =
    (activation: SigningActivation, code: string) =>
    (key: Uint8Array): string =>
      otpMac(key, activation.activationId, sessionHash(activation), code)
  /** Bound to the key as it is wrapped now: once the PIN is changed, the code is of another one. */
  const pinMacOf =
    ({ id, reference }: ProviderCredential, code: string) =>
    (key: Uint8Array): string =>
      otpMac(key, `pin ${id}`, wrappedKey(reference).sealed, code)
  /** Keys opened by both factors, held as long as their activation data is, for one signature. */
  const opened = new WeakMap<object, { key: KeyObject; hash: string }>()
  return {
    name: EMBEDDED,
    async enrol({ credentialId, commonName, pin }) {
      const { share, sealed } = newShare(serverShare, credentialId)
      try {
        return { reference: { ...(await createKey({ credentialId, pin, share }, commonName)), share: sealed } }
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
      return { state: { mac: macUnder(otpKeys, macOf(activation, code)) }, code }
    },
    async authorise(activation, { pin, code, challenge }) {
      const { id: credentialId, reference } = activation.credential
      const released = isMacUnder(otpKeys, String(challenge?.['mac']), macOf(activation, code))
      // A wrong code does not end it here: the PIN is stretched with a random share, so that the time taken does not tell which was wrong.
      const share = (released ? openShare(serverShare, credentialId, reference) : null) ?? randomBytes(32)
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
    async challengePinChange(credential) {
      const code = generateOtp()
      return { state: { mac: macUnder(otpKeys, pinMacOf(credential, code)) }, code }
    },
    async changePin(credential, { pin, newPin, code, challenge }) {
      const { id: credentialId, reference } = credential
      const released = isMacUnder(otpKeys, String(challenge?.['mac']), pinMacOf(credential, code))
      // As above: a wrong code takes the time of a right one.
      const share = (released ? openShare(serverShare, credentialId, reference) : null) ?? randomBytes(32)
      const renewed = newShare(serverShare, credentialId)
      try {
        const rewrapped = await rewrapKey(
          { credentialId, pin, share },
          { credentialId, pin: newPin, share: renewed.share },
          wrappedKey(reference),
        )
        if (rewrapped === null) return { refused: 'wrong_factor', codeWasRight: released }
        return { reference: { ...rewrapped, share: renewed.sealed } }
      } finally {
        share.fill(0)
        renewed.share.fill(0)
      }
    },
    async renew({ id, reference }) {
      return renewedShare(serverShare, id, reference)
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
