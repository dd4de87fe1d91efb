// The vault of signer keys: each is wrapped under its owner's PIN together with a share that only a correct code releases.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { constantTimeEqual, otpMac, sessionHash } from '../../crypto/activation'
import { sha256 } from '../../crypto/algorithms'
import { EnvelopeRefused, open, seal } from '../../crypto/envelope'
import { ARGON2, argon2id, hkdf } from '../../crypto/kdf'
import { certificationRequest } from '../../crypto/x509/certification-request'
import type { Vault, WrappedKey } from '../../domain/ports'

/** The PIN, the share or the stored key is wrong; which of them cannot be told, and is not the caller's to pass on. */
export class WrongPin extends Error {
  override name = 'WrongPin'
}

/** The code does not belong to this activation: mistyped, or issued for other documents, another signer or another time. */
export class WrongOtp extends Error {
  override name = 'WrongOtp'
}

const NO_SALT = new Uint8Array()

export type NewCredential = Awaited<ReturnType<Vault['createCredential']>>

export function openVault(serverShare: Uint8Array): Vault {
  if (serverShare.length < 32) throw new RangeError('the server share has fewer than 32 octets')
  const otpKey = hkdf(serverShare, NO_SALT, 'qsh otp v1')
  // Each credential has its own share, so that one released for it opens no other.
  const shareOf = (credentialId: string): Buffer => hkdf(serverShare, Buffer.from(credentialId, 'utf8'), 'qsh credential share v1')
  const macOf: Vault['otpMac'] = ({ activationId, signerId, nonce, credentialId, toSign, otp }) => {
    const hash = sessionHash({ activationId, signerId, nonce, credentialId, toSign: toSign.map((octets) => sha256(octets)) })
    return { sessionHash: hash, mac: otpMac(otpKey, activationId, hash, otp) }
  }
  return {
    otpMac: macOf,
    async createCredential({ pin, credentialId, subjectCommonName }) {
      const share = shareOf(credentialId)
      try {
        return await createCredential({ pin, credentialId, subjectCommonName, share })
      } finally {
        share.fill(0)
      }
    },
    async sign({ wrapped, credentialId, pin, otp, otpMac: stored, activation, toSign }) {
      const released = constantTimeEqual(macOf({ ...activation, credentialId, toSign, otp }).mac, stored)
      // With a wrong code the PIN is stretched all the same, against a share of noise: time tells nothing.
      const share = released ? shareOf(credentialId) : randomBytes(32)
      try {
        return await signWith({ wrapped, pin, credentialId, share }, toSign)
      } catch (cause) {
        if (cause instanceof WrongPin && !released) throw new WrongOtp('the code does not authorise this', { cause })
        throw cause
      } finally {
        share.fill(0)
      }
    },
  }
}

const aad = (credentialId: string): string => `qsh signer key v1 ${credentialId}`

/** KEK = HKDF(argon2id(PIN, salt), share, credential): neither the data nor the server's secret alone gives a way to try PINs. */
async function keyEncryptionKey(
  pin: string,
  wrapped: Omit<WrappedKey, 'sealed'>,
  share: Uint8Array,
  credentialId: string,
): Promise<Buffer> {
  const stretched = await argon2id(pin, Buffer.from(wrapped.salt, 'base64'), wrapped)
  try {
    return hkdf(stretched, share, aad(credentialId))
  } finally {
    stretched.fill(0)
  }
}

async function createCredential({
  pin,
  credentialId,
  subjectCommonName,
  share,
}: {
  pin: string
  credentialId: string
  subjectCommonName: string
  share: Uint8Array
}): Promise<NewCredential> {
  if (!/^\d{4,8}$/.test(pin)) throw new RangeError('a PIN has 4 to 8 digits')
  const parameters = { version: 1, kdf: 'argon2id', ...ARGON2, salt: randomBytes(16).toString('base64') } as const
  const kek = await keyEncryptionKey(pin, parameters, share, credentialId)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  try {
    const spki = publicKey.export({ format: 'der', type: 'spki' })
    return {
      wrapped: { ...parameters, sealed: seal(kek, pkcs8, aad(credentialId)).toString('base64') },
      spki,
      // The proof of possession is made now: the key is not opened again before its owner signs.
      csr: certificationRequest(privateKey, spki, subjectCommonName),
    }
  } finally {
    pkcs8.fill(0)
    kek.fill(0)
  }
}

/** Signs with a share already released. Throws WrongPin; nothing is signed unless everything can be. */
export async function signWith(
  { wrapped, pin, credentialId, share }: { wrapped: WrappedKey; pin: string; credentialId: string; share: Uint8Array },
  toSign: readonly Uint8Array[],
): Promise<Uint8Array[]> {
  const kek = await keyEncryptionKey(pin, wrapped, share, credentialId)
  let key: KeyObject
  try {
    const pkcs8 = open(kek, Buffer.from(wrapped.sealed, 'base64'), aad(credentialId))
    try {
      key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
    } finally {
      pkcs8.fill(0)
    }
  } catch (cause) {
    if (cause instanceof EnvelopeRefused) throw new WrongPin('the key does not open', { cause })
    throw cause
  } finally {
    kek.fill(0)
  }
  return toSign.map((octets) => sign('sha256', octets, key))
}
