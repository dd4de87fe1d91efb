// The manifest of an evidence archive: the digest of every file and the head of the event chain, under the platform's seal.

import { sha256, sha256Hex } from '../../crypto/algorithms'
import { readCertificate } from '../../crypto/certificate'
import { signatureTimestampAttribute, signedAttributes, signedData } from '../../crypto/cms'
import { OID } from '../../crypto/oids'
import type { Mode } from '../../domain/event'
import type { Trust } from '../../domain/ports'

export const MANIFEST_FORMAT = 'qsignhub-evidence/2'
/** The entries that are not in it: the manifest, and the seal over it. */
export const MANIFEST = { json: 'manifest.json', signature: 'manifest.p7s' } as const

/** `erasable`: pictures of people, and documents that not everybody has signed. They leave the archive when their retention ends. */
export type ManifestEntry = { name: string; size: number; sha256: string; erasable?: true }
export type Manifest = {
  format: typeof MANIFEST_FORMAT
  request: string
  mode: Mode
  qualified: boolean
  sealed_at: string
  chain: { events: number; head: string }
  /** The tokens over the chain up to an event, and which it is. */
  time_stamps: readonly { event: number; entry: string }[]
  documents: readonly { id: string; name: string; entry: string }[]
  entries: readonly ManifestEntry[]
}

export function entryOf(name: string, bytes: Uint8Array, erasable = false): ManifestEntry {
  return { name, size: bytes.length, sha256: sha256Hex(bytes), ...(erasable ? { erasable } : {}) }
}

/** CMS, detached, with the certificate chain and a time-stamp over the signature value: CAdES-T (EN 319 122-1). */
export async function sealedManifest(trust: Trust, manifest: Manifest, now: Date): Promise<{ json: Buffer; p7s: Buffer }> {
  const json = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  const sealer = await trust.sealer()
  const certificate = readCertificate(sealer.certificate)
  const attributes = signedAttributes({
    contentType: OID.data,
    messageDigest: sha256(json),
    certificate,
    signingTime: now,
  })
  const signature = await sealer.sign(attributes)
  const token = await trust.stamp(sha256(signature))
  const p7s = signedData({
    contentType: OID.data,
    signedAttributes: attributes,
    signature,
    certificate,
    chain: trust.chain,
    unsigned: [signatureTimestampAttribute(token)],
  })
  return { json, p7s: Buffer.from(p7s) }
}
