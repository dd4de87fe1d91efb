// Judges a CAdES signature (EN 319 122-1) over octets, wherever it and they stand: in a container, in a file, or one in the other.

import { createHash } from 'node:crypto'
import { UnsupportedAlgorithm } from '../../crypto/algorithms'
import { countersignaturesOf, readSignedData, verifySignerInfo, type SignedData } from '../../crypto/cms'
import type { Budget } from '../../signature/pdf/budget'
import type { ReasonCode } from '../reasons'
import { endOf, type SignatureReport } from '../signature'
import type { Grounds } from '../timestamps'
import { materialOf, readable, type ValidationMaterial } from '../validation-material'
import { unreadableSignature } from '../validate'
import { judgeAdes, type ArchiveStamp } from './ades'
import { archiveStampsIn } from './cades-archive'

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

/** `reports`: of the signature, and of those over it. `archive`: the archive time-stamps inside of it. */
export type JudgedCades = { reports: SignatureReport[]; archive: ArchiveStamp[] }

export function judgeCades(
  signed: ReadCades,
  { name, codes, content, intact, coversWholeDocument, archive }: CadesOver,
  grounds: Grounds,
): JudgedCades {
  const base = { name, format: 'CAdES' as const, codes, coversWholeDocument }
  if (typeof signed === 'string') {
    codes.add(signed)
    const found = {
      ...base,
      archive,
      integrity: false,
      baseline: false,
      end: Infinity,
      contentTimestamps: [],
      signatureTimestamps: [],
      value: new Uint8Array(),
      claims: [],
    }
    return { reports: [judgeAdes(found, grounds)], archive: [] }
  }
  const { signingCertificate, signerCertificate, signingTime, signature, contentTimestamps, signatureTimestamps } = signed.signerInfo
  const { sound, end } = holds(signed, content, codes, grounds.material.budget)
  if (signingCertificate === 'absent') codes.add('SIGNING_CERTIFICATE_ABSENT')
  if (signingCertificate === 'mismatch' && signerCertificate) codes.add('SIGNING_CERTIFICATE_MISMATCH')
  const octets = content ?? signed.content ?? new Uint8Array()
  const inside = archiveStampsIn(signed, octets, name, grounds)
  const report = judgeAdes(
    {
      ...base,
      archive: [...inside, ...archive],
      integrity: sound && intact,
      // EN 319 122-1 6.3: signing-time is mandatory here, where PAdES forbids it.
      baseline: signingCertificate === 'match' && signingTime !== undefined,
      ...(signerCertificate ? { signer: signerCertificate } : {}),
      ...(signingTime ? { claimedAt: signingTime.toISOString() } : {}),
      end,
      value: signature,
      claims: signed.signerInfo.claimedNames,
      contentTimestamps: contentTimestamps.map((token) => ({
        token,
        digestFor: (algorithm) => createHash(algorithm).update(octets).digest(),
      })),
      signatureTimestamps: signatureTimestamps.map((token) => ({ token, over: signature })),
    },
    grounds,
  )
  return { reports: [report, ...countersignatures(signed, name, grounds)], archive: inside }
}

/** EN 319 122-1, 5.2.7: each is over the value of the signature that it stands in, and may bear others. */
function countersignatures(signed: SignedData, name: string, grounds: Grounds): SignatureReport[] {
  const read = readable(() => countersignaturesOf(signed, grounds.material.certificates))
  if (!read) return [{ ...unreadableSignature(`${name}.1`, 'SIGNATURE_MALFORMED', 'CAdES'), countersigns: name }]
  grounds.material.budget.spend('signatures', read.length)
  return read.flatMap((one, at) => {
    const over = {
      name: `${name}.${at + 1}`,
      codes: new Set<ReasonCode>(),
      content: null,
      intact: true,
      coversWholeDocument: false,
      archive: [],
    }
    const [report, ...more] = judgeCades(one, over, grounds).reports
    return report ? [{ ...report, countersigns: name }, ...more] : []
  })
}

/** `end`: until when the algorithms of the signature are accepted. */
function holds(signed: SignedData, content: Uint8Array | null, codes: Set<ReasonCode>, budget: Budget): { sound: boolean; end: number } {
  const octets = content ?? signed.content
  if (content && signed.content) codes.add('CONTENT_INSIDE_SIGNATURE')
  if (!octets) codes.add('SIGNED_DATA_NOT_FOUND')
  budget.spend('hashed', octets?.length ?? 0)
  try {
    const end = endOf(signed)
    if (!octets || (content && signed.content)) return { sound: false, end }
    const verdict = verifySignerInfo(signed, { content: octets })
    if (verdict === 'hash_failure') codes.add('HASH_FAILURE')
    if (verdict === 'signature_failure') codes.add('SIGNATURE_FAILURE')
    if (verdict === 'content_type_mismatch') codes.add('SIGNATURE_MALFORMED')
    return { sound: verdict === 'valid', end }
  } catch (error) {
    codes.add(unreadable(error))
    return { sound: false, end: Infinity }
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
  const all = <T>(of: (signed: SignedData) => readonly T[]): T[] => signatures.flatMap(of)
  return materialOf({ certificates: all((one) => one.certificates), ocsps: all((one) => one.ocsps), crls: all((one) => one.crls) }, budget)
}
