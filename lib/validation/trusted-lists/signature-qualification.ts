// What a signature is under the law: its certificate as it was when it was issued and when it was used, and what the validation found
// (ETSI TS 119 172-4; Regulation (EU) No 910/2014, Articles 32 and 40).

import type { Certificate } from '../../crypto/certificate'
import type { Indication } from '../reasons'
import { qualificationAt, type CertificateQualification } from './certificate-qualification'
import type { KnownList } from './known-lists'
import type { CertificateType, Kind, QualificationReason, SignatureQualification, TimestampQualification } from './qualification-words'
import { isBeforeRegulation, isGranted, serviceAt } from './service-at'

export type Qualified = {
  result: SignatureQualification
  reason: QualificationReason | null
  /** It rests on the list of this installation: a test. */
  test: boolean
  atIssuance: CertificateQualification
  atSigning: CertificateQualification
}

export type QualifiedTimestamp = { result: TimestampQualification; test: boolean }

/** `path`: from the signer's certificate to the first authority that is trusted. `best`: when the signature provably existed. */
export function signatureQualification(
  path: readonly Certificate[],
  { lists, indication, best }: { lists: readonly KnownList[]; indication: Indication; best: Date },
): Qualified {
  const atIssuance = qualificationAt(path, lists, path[0]?.notBefore ?? best)
  const atSigning = qualificationAt(path, lists, best)
  return {
    result: resultOf(indication, atIssuance, atSigning),
    reason: reasonOf(atIssuance, atSigning),
    test: [atIssuance, atSigning].some(({ service }) => service?.test === true),
    atIssuance,
    atSigning,
  }
}

/** What was missing first of what the result asks for. */
function reasonOf(issued: CertificateQualification, used: CertificateQualification): QualificationReason | null {
  const lacking = [used, issued].find(({ qualified }) => qualified !== true)
  if (lacking) return lacking.reason
  return issued.type === used.type ? used.reason : 'TYPE_UNCLEAR'
}

/** Article 32(1): qualified when it was issued (b) and when it was used (a), and in such a device when it was used (f). */
function resultOf(indication: Indication, issued: CertificateQualification, used: CertificateQualification): SignatureQualification {
  if (issued.qualified === null || used.qualified === null) return indication === 'TOTAL-FAILED' ? 'NotAdES' : 'N/A'
  const qualified = issued.qualified && used.qualified
  const type = issued.type === used.type ? used.type : 'unknown'
  const qscd = qualified && used.qscd
  // A certificate for web sites makes no signatures.
  if (type === 'web') return 'NotAdES'
  switch (indication) {
    case 'TOTAL-PASSED':
      return kindOf(type, qualified, qscd)
    case 'INDETERMINATE':
      return `Indeterminate-${kindOf(type, qualified, qscd)}`
    case 'TOTAL-FAILED':
      return qscd ? 'NotAdES-QC-QSCD' : qualified ? 'NotAdES-QC' : 'NotAdES'
  }
}

function kindOf(type: Exclude<CertificateType, 'web'>, qualified: boolean, qscd: boolean): Kind {
  switch (type) {
    case 'esig':
      return qscd ? 'QESig' : qualified ? 'AdESig-QC' : 'AdESig'
    case 'eseal':
      return qscd ? 'QESeal' : qualified ? 'AdESeal-QC' : 'AdESeal'
    case 'unknown':
      return qscd ? 'Unknown-QC-QSCD' : qualified ? 'Unknown-QC' : 'Unknown'
  }
}

/** TS 119 615 4.6: the authority was a listed qualified one when it made the token. There were none before the Regulation. */
export function timestampQualification(
  path: readonly Certificate[],
  { lists, valid, at }: { lists: readonly KnownList[]; valid: boolean; at: Date },
): QualifiedTimestamp {
  if (!valid || lists.length === 0) return { result: 'N/A', test: false }
  const services = lists
    .filter(({ expired }) => !expired)
    .flatMap((list) => list.servicesOf(path).flatMap((service) => serviceAt(list, service, at) ?? []))
    .filter((service) => service.period.type === 'TSA/QTST')
  // Where two services disagree, nobody can say.
  const granted = services.filter((service) => isGranted(service) && !isBeforeRegulation(at))
  if (granted.length < services.length && granted.length > 0) return { result: 'N/A', test: false }
  return { result: granted.length > 0 ? 'QTSA' : 'TSA', test: granted.some(({ named }) => named.test) }
}
