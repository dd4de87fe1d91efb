// A trust service and signers for tests and for the bench: the embedded one, in a directory of its own, with keys in memory.

import { generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openEmbeddedTrust, type EmbeddedTrust } from '@/lib/adapters/trust/embedded'
import type { CertificateRegister } from '@/lib/domain/ports'
import type { AuthorityKey } from '@/lib/adapters/trust/certificate-profile'
import { openPki } from '@/lib/adapters/trust/pki'
import { memoryRegister } from '@/lib/testing/memory-register'
import { ringOfOne } from '@/lib/testing/one-key'
import { signatureIdentifier } from '@/lib/crypto/algorithms'
import { bitString, explicit, integer, seq, type Der } from '@/lib/crypto/der'
import { OID } from '@/lib/crypto/oids'
import { encodeName } from '@/lib/crypto/x509/name'
import type { Signer } from '@/lib/signature/pades'

export type SampleTrust = {
  trust: EmbeddedTrust
  register: CertificateRegister
  root: Uint8Array
  signer(person: Person): Promise<Signer>
  /** The authority that issues, for certificates which the service would not make. */
  issuing(): Promise<AuthorityKey>
}
type Person = { givenNames: string; surname: string; country?: string; rsa?: boolean }

export async function openSampleTrust(now: () => Date = () => new Date()): Promise<SampleTrust> {
  const register = memoryRegister()
  const place = {
    directory: mkdtempSync(path.join(tmpdir(), 'trust-')),
    serverShare: ringOfOne(Buffer.alloc(32, 7)),
    baseUrl: 'http://localhost:3000/pki',
  }
  const trust = await openEmbeddedTrust({ ...place, register, now })
  const root = trust.chain.at(-1)
  if (!root) throw new TypeError('no root')
  return {
    trust,
    register,
    root,
    signer: (person) => signerFrom(trust, person),
    issuing: async () => (await openPki({ ...place, now: now() })).issuing,
  }
}

async function signerFrom(trust: EmbeddedTrust, { givenNames, surname, country = 'GR', rsa = false }: Person): Promise<Signer> {
  const { privateKey, publicKey } = keyPair(rsa)
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const csr = certificationRequest(privateKey, spki, `${givenNames} ${surname}`, rsa)
  const certificate = await trust.issue(csr, { givenNames, surname, country, serialNumber: 'QSH-0001' })
  return {
    certificate,
    chain: trust.chain.slice(0, 1),
    sign: async (bytes) => signBytes('sha256', bytes, privateKey),
  }
}

function keyPair(rsa: boolean): { privateKey: KeyObject; publicKey: KeyObject } {
  if (rsa) return generateKeyPairSync('rsa', { modulusLength: 3072 })
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

/** PKCS#10, for either kind of key. */
function certificationRequest(key: KeyObject, spki: Der, commonName: string, rsa: boolean): Der {
  const body = seq(integer(0), encodeName([{ type: OID.commonName, value: commonName }]), spki, explicit(0))
  return seq(body, signatureIdentifier(rsa ? 'rsa-sha256' : 'ecdsa-sha256'), bitString(signBytes('sha256', body, key)))
}
