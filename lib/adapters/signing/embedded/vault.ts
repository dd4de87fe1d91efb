// The vault of signer keys: each is wrapped under its owner's PIN together with a share that only a correct code releases.
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto'
import { EnvelopeRefused, open, seal } from '../../../crypto/envelope'
import { ARGON2, argon2id, hkdf } from '../../../crypto/kdf'
import { certificationRequest } from '../../../crypto/x509/certification-request'
import type { ProviderData } from '../../../domain/signing-provider'

/** A signer's key as it is stored: useless without the PIN and the server share. `csr`: base64, the proof of possession. */
type WrappedKey = {
  readonly version: 1
  readonly kdf: 'argon2id'
  readonly memoryKibibytes: number
  readonly iterations: number
  readonly parallelism: number
  readonly salt: string
  readonly sealed: string
  readonly csr: string
}

export function wrappedKey(reference: ProviderData): WrappedKey {
  if (reference['version'] !== 1 || reference['kdf'] !== 'argon2id') throw new TypeError('this is not a key of the vault')
  return reference as WrappedKey
}

const aad = (credentialId: string): string => `qsh signer key v1 ${credentialId}`

/** KEK = HKDF(argon2id(PIN, salt), share, credential): neither the data nor the server's secret alone gives a way to try PINs. */
async function keyEncryptionKey(
  { credentialId, pin, share }: Opening,
  parameters: Pick<WrappedKey, 'memoryKibibytes' | 'iterations' | 'parallelism' | 'salt'>,
): Promise<Buffer> {
  const stretched = await argon2id(pin, Buffer.from(parameters.salt, 'base64'), parameters)
  try {
    return hkdf(stretched, share, aad(credentialId))
  } finally {
    stretched.fill(0)
  }
}

/** What opens a key. The caller overwrites the share after use. */
type Opening = { credentialId: string; pin: string; share: Uint8Array }

const newParameters = () => ({ version: 1, kdf: 'argon2id', ...ARGON2, salt: randomBytes(16).toString('base64') }) as const

function requirePin(pin: string): void {
  if (!/^\d{4,8}$/.test(pin)) throw new RangeError('a PIN has 4 to 8 digits')
}

export async function createKey(opening: Opening, commonName: string): Promise<WrappedKey> {
  requirePin(opening.pin)
  const parameters = newParameters()
  const kek = await keyEncryptionKey(opening, parameters)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  try {
    // The proof of possession is made now: the key is not opened again before its owner signs.
    const csr = certificationRequest(privateKey, publicKey.export({ format: 'der', type: 'spki' }), commonName)
    return {
      ...parameters,
      sealed: seal(kek, pkcs8, aad(opening.credentialId)).toString('base64'),
      csr: Buffer.from(csr).toString('base64'),
    }
  } finally {
    pkcs8.fill(0)
    kek.fill(0)
  }
}

/** Null: the PIN, the share or the stored key is wrong; which of them cannot be told. */
export async function openKey(opening: Opening, wrapped: WrappedKey): Promise<KeyObject | null> {
  return withKey(opening, wrapped, async (pkcs8) => createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }))
}

/** The same key under another PIN, another salt and another share. Null as for `openKey`. */
export async function rewrapKey(before: Opening, after: Opening, wrapped: WrappedKey): Promise<WrappedKey | null> {
  requirePin(after.pin)
  const parameters = newParameters()
  // Made whatever the factors are, so that the time taken does not tell a wrong code from a wrong PIN.
  const kek = await keyEncryptionKey(after, parameters)
  try {
    return await withKey(before, wrapped, async (pkcs8) => ({
      ...wrapped,
      ...parameters,
      sealed: seal(kek, pkcs8, aad(after.credentialId)).toString('base64'),
    }))
  } finally {
    kek.fill(0)
  }
}

/** Null where the envelope does not open; the octets of the key are overwritten after use. */
async function withKey<R>(opening: Opening, wrapped: WrappedKey, work: (pkcs8: Buffer) => Promise<R>): Promise<R | null> {
  const kek = await keyEncryptionKey(opening, wrapped)
  try {
    const pkcs8 = open(kek, Buffer.from(wrapped.sealed, 'base64'), aad(opening.credentialId))
    try {
      return await work(pkcs8)
    } finally {
      pkcs8.fill(0)
    }
  } catch (cause) {
    if (cause instanceof EnvelopeRefused) return null
    throw cause
  } finally {
    kek.fill(0)
  }
}
