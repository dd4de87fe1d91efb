// The report on a file for other programs: XML as ETSI TS 119 102-2 has it, with the indications of EN 319 102-1.

import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { verdictOf as indicationOf, type ReasonCode } from '../../validation/reasons'
import type { ValidatedDocument } from './judge-file'
import type { ShownTimestamp } from './shown-timestamp'
import { digest, element, reference, text } from './xml-elements'

type Signature = ValidatedDocument['signatures'][number]

const NAMESPACES =
  'xmlns="http://uri.etsi.org/19102/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xades="http://uri.etsi.org/01903/v1.3.2#"'
const URN = 'urn:etsi:019102'
/** What the standard has no identifier for. */
const OWN = 'urn:qsignhub:validation'
/** EN 319 102-1 5.6, the process for signatures with archive time-stamps, which holds all others. */
const PROCESS = `${URN}:validationprocess:LTA`
/** For qualification (TS 119 172-4) the standard leaves the names open; these are those of the validators in use in Europe. */
const EUROPEAN = 'urn:cef:dss'
const DOCUMENT = 'document'

/** `sha256`: of the file. */
export function xmlReport({ signatures, timestamps }: ValidatedDocument, { sha256, at }: { sha256: string; at: Date }): string {
  const reports = signatures.map((signature, index) => signatureReport(signature, index + 1, { sha256, at }))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<ValidationReport ${NAMESPACES}>`,
    ...(reports.length > 0 ? reports : [unsigned({ sha256 })]),
    element(
      'SignatureValidationObjects',
      object(DOCUMENT, 'signedData', digest(sha256)),
      ...certificates(signatures),
      ...timestamps.map((stamp, index) => timestampObject(stamp, index + 1)),
    ),
    '</ValidationReport>\n',
  ].join('')
}

function signatureReport(signature: Signature, number: number, { sha256, at }: { sha256: string; at: Date }): string {
  const { certificateSha256, signerName, pseudonym, bestSignatureTime, field, signatureValue } = signature
  return element(
    'SignatureValidationReport',
    `<SignatureIdentifier id="signature-${number}">`,
    ...(signatureValue === null ? [] : [element('ds:SignatureValue', signatureValue)]),
    element('HashOnly', 'false'),
    element('DocHashOnly', 'false'),
    element('DAIdentifier', text(field)),
    '</SignatureIdentifier>',
    constraints(signature.reasons),
    element(
      'ValidationTimeInfo',
      element('ValidationTime', at.toISOString()),
      element('BestSignatureTime', ...proof(bestSignatureTime ?? at)),
    ),
    signersDocument(sha256),
    ...attributes(signature),
    ...(certificateSha256 === null
      ? []
      : [
          `<SignerInformation Pseudonym="${pseudonym}">`,
          reference('SignerCertificate', certificateId(certificateSha256)),
          ...(signerName === null ? [] : [element('Signer', text(signerName))]),
          '</SignerInformation>',
        ]),
    quality('signature', signature.qualification),
    element('SignatureValidationProcess', element('SignatureValidationProcessID', PROCESS)),
    status(`${URN}:mainindication:${signature.indication.toLowerCase()}`, signature.subIndication, details(signature)),
  )
}

/** A file in which no signature was found. The standard has no indication for it; this is the one that validators in Europe use. */
const unsigned = ({ sha256 }: { sha256: string }): string =>
  element('SignatureValidationReport', signersDocument(sha256), status(`${EUROPEAN}:mainindication:noSignatureFound`, null, []))

const status = (main: string, sub: string | null, data: readonly string[]): string =>
  element('SignatureValidationStatus', ...statusContent(main, sub, data))

const statusContent = (main: string, sub: string | null, data: readonly string[]): string[] => [
  element('MainIndication', main),
  ...(sub === null ? [] : [element('SubIndication', `${URN}:subindication:${sub}`)]),
  ...(data.length === 0 ? [] : [element('AssociatedValidationReportData', element('AdditionalValidationReportData', ...data))]),
]

function attributes({ claimedAt, timestampValid, signedAt, format }: Signature): string[] {
  const found = [
    ...(claimedAt === null ? [] : [element('SigningTime', element('Time', claimedAt.toISOString()))]),
    ...(timestampValid && signedAt ? [element('SignatureTimeStamp', element('TimeStampValue', signedAt.toISOString()))] : []),
    ...(format === 'PAdES' ? [element('SubFilter', element('SubFilterElement', 'ETSI.CAdES.detached'))] : []),
  ]
  return found.length === 0 ? [] : [element('SignatureAttributes', ...found)]
}

const changeWords = wording(DEFAULT_LANGUAGE, 'changes')
const reasonWords = wording(DEFAULT_LANGUAGE, 'validation')

/** What happened to the document afterwards, and what the standard has no elements for. */
function details({ changes, baseline, countersigns }: Signature): string[] {
  return [
    ...(countersigns === null ? [] : [data('countersigns', `signature-${countersigns}`)]),
    ...(baseline === null ? [] : [data('baseline-level', baseline)]),
    ...changes.map(({ kind, page, field, allowed }) =>
      data(
        `change:${allowed ? 'allowed' : 'forbidden'}:${kind}`,
        [changeWords(kind), page === undefined ? [] : `Page ${page}.`, field === undefined ? [] : `Field: ${field}`].flat().join(' '),
      ),
    ),
  ]
}

/** 4.3.5: the constraints that were not met, or that there is something to be said of. The policy is that of this program. */
const constraints = (reasons: readonly ReasonCode[]): string =>
  element(
    'ValidationConstraintsEvaluationReport',
    element(
      'SignatureValidationPolicy',
      element('SignaturePolicyIdentifier', '<xades:SignaturePolicyImplied/>'),
      element('PolicyName', `${OWN}:policy`),
    ),
    ...reasons.map(constraint),
  )

function constraint(code: ReasonCode): string {
  const { indication, subIndication } = indicationOf([code])
  return element(
    'ValidationConstraint',
    element('ValidationConstraintIdentifier', `${OWN}:constraint:${code}`),
    element('ConstraintStatus', element('Status', `${URN}:constraintStatus:applied`)),
    element('ValidationStatus', ...statusContent(mainOf(indication), subIndication, [data(`reason:${code}`, reasonWords(code))])),
  )
}

/** Of a part of a validation; the whole has names of its own. */
function mainOf(indication: Signature['indication']): string {
  const names = { 'TOTAL-PASSED': 'passed', 'TOTAL-FAILED': 'failed', INDETERMINATE: 'indeterminate' } as const
  return `${URN}:mainindication:${names[indication]}`
}

/** 4.3.10. What rests on the list of this installation alone has no quality that anybody else would know. */
function quality(of: 'signature' | 'timestamp', { result, test }: { result: QualificationResult; test: boolean }): string {
  const uri = test ? `${OWN}:test-qualification:${result}` : `${EUROPEAN}:${of}Qualification:${qualificationName(result)}`
  return element('SignatureQuality', element('SignatureQualityInformation', uri))
}

type QualificationResult = Signature['qualification']['result'] | ShownTimestamp['qualification']

function qualificationName(result: QualificationResult): string {
  if (result === 'N/A') return 'notApplicable'
  return result
    .replace('Indeterminate-', 'indeterminate')
    .replace('NotAdES-', 'NotAdESbut-')
    .replace('NotAdES', 'notAdES')
    .replace('QC-QSCD', 'QCwithQSCD')
    .replaceAll('-', '')
}

const data = (type: string, value: string): string =>
  element('ReportData', element('Type', `${OWN}:${type}`), element('Value', text(value)))

function timestampObject({ stampedAt, valid, reasons, authority, sha256, qualification, test }: ShownTimestamp, number: number): string {
  const { indication, subIndication } = indicationOf(reasons)
  // One that does not cover its whole revision has no reason of its own.
  const main = mainOf(valid || indication !== 'TOTAL-PASSED' ? indication : 'INDETERMINATE')
  const named = authority === null ? [] : [data('authority', authority)]
  return object(
    `timestamp-${number}`,
    'timestamp',
    sha256 === null ? '' : digest(sha256),
    ...(stampedAt && valid
      ? [element('POEProvisioning', element('POETime', stampedAt.toISOString()), reference('ValidationObject', DOCUMENT))]
      : []),
    element(
      'ValidationReport',
      constraints(reasons),
      quality('timestamp', { result: qualification, test }),
      status(main, subIndication, named),
    ),
  )
}

function certificates(signatures: readonly Signature[]): string[] {
  const all = new Set(signatures.flatMap(({ certificateSha256 }) => certificateSha256 ?? []))
  return [...all].map((sha256) => object(certificateId(sha256), 'certificate', digest(sha256)))
}

const certificateId = (sha256: string): string => `certificate-${sha256}`

function object(id: string, type: string, representation: string, ...more: readonly string[]): string {
  return [
    `<ValidationObject id="${id}">`,
    element('ObjectType', `${URN}:validationObject:${type}`),
    element('ValidationObjectRepresentation', representation),
    ...more,
    '</ValidationObject>',
  ].join('')
}

const proof = (at: Date): string[] => [element('POETime', at.toISOString()), element('TypeOfProof', `${URN}:poetype:validation`)]
const signersDocument = (sha256: string): string => element('SignersDocument', digest(sha256), reference('SignersDocumentRef', DOCUMENT))
