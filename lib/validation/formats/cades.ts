// Judges a CAdES signature (EN 319 122-1) over octets, wherever it and they stand: in a container, in a file, or one in the other.

import { UnsupportedAlgorithm } from '../../crypto/algorithms'
import { readSignedData, verifySignerInfo, type SignedData } from '../../crypto/cms'
import { readCrl, readOcspResponse } from '../../crypto/revocation'
import type { Budget } from '../../signature/pdf/budget'
import type { ReasonCode } from '../reasons'
import type { SignatureReport } from '../signature'
import { isWeakDigest } from '../strength'
import { readable, type ValidationMaterial } from '../validation-material'
import { judgeAdes, type ArchiveStamp, type Judging } from './ades'

export type CadesOver = {
  name: string
  /** The faults found in what the signature is over. */
  codes: Set<ReasonCode>
  /** The octets outside of it; null for those that it holds itself. */
  content: Uint8Array | null
  /** What those octets stand for is as it was signed. */
  intact: boolean
  coversWholeDocument: boolean
  archive: readonly ArchiveStamp[]
}

/** What a file holds, or why it cannot be read. */
export type ReadCades = SignedData | 'SIGNATURE_MALFORMED' | 'ALGORITHM_UNSUPPORTED'

export function judgeCades(
  signed: ReadCades,
  { name, codes, content, intact, coversWholeDocument, archive }: CadesOver,
  material: ValidationMaterial,
  judging: Judging,
): SignatureReport {
  const base = { name, format: 'CAdES' as const, codes, coversWholeDocument, material, archive }
  if (typeof signed === 'string') {
    codes.add(signed)
    return judgeAdes({ ...base, integrity: false, baseline: false, stamped: new Uint8Array(), signatureTimestamps: [] }, judging)
  }
  const { signingCertificate, signerCertificate, signingTime, signature, signatureTimestamps } = signed.signerInfo
  const { digestAlgorithm, signatureAlgorithm } = signed.signerInfo
  if (isWeakDigest(digestAlgorithm) || isWeakDigest(signatureAlgorithm.digest)) codes.add('ALGORITHM_WEAK')
  const sound = holds(signed, content, codes, judging.budget)
  if (signingCertificate === 'absent') codes.add('SIGNING_CERTIFICATE_ABSENT')
  if (signingCertificate === 'mismatch' && signerCertificate) codes.add('SIGNING_CERTIFICATE_MISMATCH')
  return judgeAdes(
    {
      ...base,
      integrity: sound && intact,
      // EN 319 122-1 6.3: signing-time is mandatory here, where PAdES forbids it.
      baseline: signingCertificate === 'match' && signingTime !== undefined,
      ...(signerCertificate ? { signer: signerCertificate } : {}),
      ...(signingTime ? { claimedAt: signingTime.toISOString() } : {}),
      stamped: signature,
      signatureTimestamps,
    },
    judging,
  )
}

function holds(signed: SignedData, content: Uint8Array | null, codes: Set<ReasonCode>, budget: Budget): boolean {
  if (content && signed.content) {
    codes.add('CONTENT_INSIDE_SIGNATURE')
    return false
  }
  const octets = content ?? signed.content
  if (!octets) {
    codes.add('SIGNED_DATA_NOT_FOUND')
    return false
  }
  budget.spend('hashed', octets.length)
  try {
    const verdict = verifySignerInfo(signed, { content: octets })
    if (verdict === 'hash_failure') codes.add('HASH_FAILURE')
    if (verdict === 'signature_failure') codes.add('SIGNATURE_FAILURE')
    if (verdict === 'content_type_mismatch') codes.add('SIGNATURE_MALFORMED')
    return verdict === 'valid'
  } catch (error) {
    codes.add(unreadable(error))
    return false
  }
}

const unreadable = (error: unknown) => (error instanceof UnsupportedAlgorithm ? 'ALGORITHM_UNSUPPORTED' : 'SIGNATURE_MALFORMED')

/** The one signature of a CMS. */
export function readCades(bytes: Uint8Array): ReadCades {
  try {
    return readSignedData(bytes)
  } catch (error) {
    return unreadable(error)
  }
}

/** The certificates and revocation data that the signatures bring along. */
export function cmsMaterial(read: readonly ReadCades[], budget: Budget): ValidationMaterial {
  const signatures = read.filter((one) => typeof one !== 'string')
  return {
    certificates: signatures.flatMap(({ certificates }) => certificates),
    ocsps: signatures.flatMap(({ ocsps }) => ocsps.flatMap((der) => readable(() => readOcspResponse(der)) ?? [])),
    crls: signatures.flatMap(({ crls }) => crls.flatMap((der) => readable(() => readCrl(der)) ?? [])),
    budget,
  }
}
