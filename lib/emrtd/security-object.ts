// The document security object of a chip, EF.SOD (ICAO Doc 9303-10 4.6.2): CMS SignedData over the digests of the data groups.

import { digestAlgorithm, digestOf, type DigestName } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import { readSignedData, type SignedData } from '../crypto/cms'
import { MalformedDer, membersOf, raw, readOctetString, readSmallInteger, readWhole, TAG, type Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { ChipUnreadable, theOnly } from './data-object'
import { TAG as TAG_OF } from './layout'

export type SecurityObject = {
  readonly signed: SignedData
  /** The certificate of its signer, which the chip brings. */
  readonly signer: Certificate
  readonly digest: DigestName
  /** By the number of the data group. */
  readonly hashes: ReadonlyMap<number, Uint8Array>
}

/** Doc 9303-10: at most sixteen data groups, and never fewer than two. */
const MOST_GROUPS = 16

/** Throws ChipUnreadable, UnsupportedAlgorithm. */
export function readSecurityObject(sod: Uint8Array): SecurityObject {
  try {
    return read(theOnly(sod, TAG_OF.sod))
  } catch (cause) {
    if (cause instanceof MalformedDer || cause instanceof RangeError) throw new ChipUnreadable('sod', 'form', { cause })
    throw cause
  }
}

function read(contentInfo: Uint8Array): SecurityObject {
  // No padding: it could hide a second signature.
  readWhole(contentInfo)
  const signed = readSignedData(contentInfo)
  const { signedAttributesDer, signerCertificate } = signed.signerInfo
  if (signed.contentType !== OID.ldsSecurityObject || signed.content === undefined) throw new ChipUnreadable('sod')
  // Doc 9303-10 4.6.2.2 demands signed attributes. Without them a signature over attributes could pass for one over a content.
  if (signedAttributesDer === undefined) throw new ChipUnreadable('sod')
  if (signerCertificate === undefined) throw new ChipUnreadable('sod', 'no_signer')
  const [version, algorithm, list, ...more] = membersOf(readWhole(signed.content), TAG.sequence)
  const number = readSmallInteger(version)
  // Version 1 adds the version of the LDS.
  if (number > 1 || more.length !== number) throw new ChipUnreadable('sod')
  const digest = digestAlgorithm(algorithm)
  return { signed, signer: signerCertificate, digest, hashes: hashesOf(membersOf(list, TAG.sequence).map(raw), digest) }
}

function hashesOf(entries: readonly Der[], digest: DigestName): ReadonlyMap<number, Uint8Array> {
  const size = digestOf(digest).length
  const hashes = new Map<number, Uint8Array>()
  if (entries.length > MOST_GROUPS) throw new ChipUnreadable('sod')
  for (const entry of entries) {
    const [number, hash, ...more] = membersOf(readWhole(entry), TAG.sequence)
    const group = readSmallInteger(number)
    const value = readOctetString(hash)
    // A data group that is named twice would have two digests.
    if (group < 1 || group > MOST_GROUPS || hashes.has(group) || value.length !== size || more.length > 0) throw new ChipUnreadable('sod')
    hashes.set(group, value)
  }
  return hashes
}
