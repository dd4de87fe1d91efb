// The report on a file for other programs: XML as ETSI TS 119 102-2 has it, with the indications of EN 319 102-1.

import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { verdictOf as indicationOf, type ReasonCode } from '../../validation/reasons'
import type { ValidatedDocument } from './judge-file'
import type { ShownTimestamp } from './shown-timestamp'

type Signature = ValidatedDocument['signatures'][number]

const NAMESPACES = 'xmlns="http://uri.etsi.org/19102/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'
const URN = 'urn:etsi:019102'
/** What the standard has no identifier for. */
const OWN = 'urn:qsignhub:validation'
/** EN 319 102-1 5.6, the process for signatures with archive time-stamps, which holds all others. */
const PROCESS = `${URN}:validationprocess:LTA`
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
  const { certificateSha256, signerName, bestSignatureTime, field } = signature
  return element(
    'SignatureValidationReport',
    `<SignatureIdentifier id="signature-${number}">`,
    element('HashOnly', 'false'),
    element('DocHashOnly', 'false'),
    element('DAIdentifier', text(field)),
    '</SignatureIdentifier>',
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
          element(
            'SignerInformation',
            reference('SignerCertificate', certificateId(certificateSha256)),
            ...(signerName === null ? [] : [element('Signer', text(signerName))]),
          ),
        ]),
    element('SignatureValidationProcess', element('SignatureValidationProcessID', PROCESS)),
    status(`${URN}:mainindication:${signature.indication.toLowerCase()}`, signature.subIndication, details(signature)),
  )
}

/** A file in which no signature was found. The standard has no indication for it; this is the one that validators in Europe use. */
const unsigned = ({ sha256 }: { sha256: string }): string =>
  element('SignatureValidationReport', signersDocument(sha256), status('urn:cef:dss:mainindication:noSignatureFound', null, []))

function status(main: string, sub: string | null, data: readonly string[]): string {
  return element(
    'SignatureValidationStatus',
    element('MainIndication', main),
    ...(sub === null ? [] : [element('SubIndication', `${URN}:subindication:${sub}`)]),
    ...(data.length === 0 ? [] : [element('AssociatedValidationReportData', element('AdditionalValidationReportData', ...data))]),
  )
}

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

/** Why, and what happened to the document afterwards. */
function details({ reasons, changes, baseline, countersigns }: Signature): string[] {
  return [
    ...(countersigns === null ? [] : [data('countersigns', `signature-${countersigns}`)]),
    ...(baseline === null ? [] : [data('baseline-level', baseline)]),
    ...reasons.map(reason),
    ...changes.map(({ kind, page, field, allowed }) =>
      data(
        `change:${allowed ? 'allowed' : 'forbidden'}:${kind}`,
        [changeWords(kind), page === undefined ? [] : `Page ${page}.`, field === undefined ? [] : `Field: ${field}`].flat().join(' '),
      ),
    ),
  ]
}

const reason = (code: ReasonCode): string => data(`reason:${code}`, reasonWords(code))
const data = (type: string, value: string): string =>
  element('ReportData', element('Type', `${OWN}:${type}`), element('Value', text(value)))

function timestampObject({ stampedAt, valid, reasons, authority }: ShownTimestamp, number: number): string {
  const { indication, subIndication } = indicationOf(reasons)
  // One that does not cover its whole revision has no reason of its own.
  const main = valid ? 'passed' : indication === 'TOTAL-FAILED' ? 'failed' : 'indeterminate'
  const named = authority === null ? [] : [data('authority', authority)]
  return object(
    `timestamp-${number}`,
    'timestamp',
    '',
    ...(stampedAt && valid
      ? [element('POEProvisioning', element('POETime', stampedAt.toISOString()), reference('ValidationObject', DOCUMENT))]
      : []),
    element('ValidationReport', status(`${URN}:mainindication:${main}`, subIndication, [...named, ...reasons.map(reason)])),
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
    element('ValidationObject', representation),
    ...more,
    '</ValidationObject>',
  ].join('')
}

const proof = (at: Date): string[] => [element('POETime', at.toISOString()), element('TypeOfProof', `${URN}:poetype:validation`)]
const signersDocument = (sha256: string): string => element('SignersDocument', digest(sha256), reference('SignersDocumentRef', DOCUMENT))
const reference = (name: string, id: string): string => `<${name} VOReference="${id}"/>`
const digest = (sha256: string): string =>
  element(
    'DigestAlgAndValue',
    `<ds:DigestMethod Algorithm="${SHA256}"/>`,
    element('ds:DigestValue', Buffer.from(sha256, 'hex').toString('base64')),
  )
const element = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`

/** XML 1.0 knows no control characters but these three (2.2); names of signers come from files of strangers. */
function text(value: string): string {
  return value
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
