// The XML report has the elements of the schema of ETSI TS 119 102-2, in its order, and nothing of a stranger's name changes its structure.

import { expect, it } from 'vitest'
import { readTree } from '../../signature/xml/read-tree'
import { attributeOf, elements, textOf, type XmlNode } from '../../signature/xml/tree'
import type { ValidatedDocument } from './judge-file'
import { SIGNATURE_QUALIFICATIONS } from './shown-signature'
import type { ShownTimestamp } from './shown-timestamp'
import { xmlReport } from './xml-report'

type Signature = ValidatedDocument['signatures'][number]
const NAMESPACE = 'http://uri.etsi.org/19102/v1.2.1#'
const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
const XMLDSIG = 'http://www.w3.org/2000/09/xmldsig#'

/** What the schema has in each type that the report uses: its elements in their order, and where it differs from the name, the type of each. */
const TYPES: Readonly<Record<string, string>> = {
  ValidationReport: 'SignatureValidationReport+ SignatureValidationObjects:Objects? SignatureValidator? Signature?',
  SignatureValidationReport:
    'SignatureIdentifier? ValidationConstraintsEvaluationReport? ValidationTimeInfo? SignersDocument* SignatureAttributes? ' +
    'SignerInformation? SignatureQuality? SignatureValidationProcess? SignatureValidationStatus',
  SignatureIdentifier: 'DigestAlgAndValue? SignatureValue? HashOnly DocHashOnly DAIdentifier?',
  ValidationConstraintsEvaluationReport: 'SignatureValidationPolicy? ValidationConstraint*',
  SignatureValidationPolicy: 'SignaturePolicyIdentifier PolicyName?',
  SignaturePolicyIdentifier: 'SignaturePolicyImplied',
  ValidationConstraint: 'ValidationConstraintIdentifier ConstraintStatus ValidationStatus?',
  ConstraintStatus: 'Status',
  ValidationStatus: 'MainIndication SubIndication* AssociatedValidationReportData*',
  ValidationTimeInfo: 'ValidationTime BestSignatureTime:POE',
  POE: 'POETime TypeOfProof POEObject:Reference?',
  SignersDocument: 'DigestAlgAndValue SignersDocumentRef:Reference?',
  DigestAlgAndValue: 'DigestMethod DigestValue',
  // Any order, any number, but at least one; these are the ones that the report has.
  SignatureAttributes: 'SigningTime? SignatureTimeStamp? SubFilter?',
  SigningTime: 'Time',
  SignatureTimeStamp: 'TimeStampValue',
  SubFilter: 'SubFilterElement',
  SignerInformation: 'SignerCertificate:Reference Signer?',
  SignatureQuality: 'SignatureQualityInformation+',
  SignatureValidationProcess: 'SignatureValidationProcessID?',
  SignatureValidationStatus: 'MainIndication SubIndication* AssociatedValidationReportData*',
  AssociatedValidationReportData: 'AdditionalValidationReportData?',
  AdditionalValidationReportData: 'ReportData+',
  ReportData: 'Type Value',
  Objects: 'ValidationObject:Object+',
  Object: 'ObjectType ValidationObjectRepresentation POE? POEProvisioning? ValidationReport:SignatureValidationReport?',
  ValidationObjectRepresentation: 'DigestAlgAndValue?',
  POEProvisioning: 'POETime ValidationObject:Reference* SignatureReference*',
}

const namespaceOf = (name: string): string =>
  /^(?:DigestMethod|DigestValue|SignatureValue)$/.test(name) ? XMLDSIG : name === 'SignaturePolicyImplied' ? XADES : NAMESPACE

/** What does not fit the schema, with the way to it. */
function misfits(node: XmlNode, type = node.local, way = ''): string[] {
  const here = `${way}/${node.local}`
  const children = elements(node)
  const content = (TYPES[type] ?? '').split(' ').flatMap((part) => {
    const [, name, as, occurs = ''] = /^(\w+)(?::(\w+))?([?*+])?$/.exec(part) ?? []
    return name === undefined ? [] : [{ name, as: as ?? name, occurs }]
  })
  const model = new RegExp(`^${content.map(({ name, occurs }) => `(?:${name} )${occurs}`).join('')}$`)
  const found = children.map(({ local }) => `${local} `).join('')
  return [
    ...(model.test(found) ? [] : [`${here} holds ${found}`]),
    ...(type === 'Reference' && attributeOf(node, 'VOReference') === undefined ? [`${here} refers to nothing`] : []),
    ...children.flatMap((child) => misfits(child, content.find(({ name }) => name === child.local)?.as, here)),
  ]
}

const all = (node: XmlNode): XmlNode[] => [node, ...elements(node).flatMap(all)]
const named = (root: XmlNode, name: string) =>
  all(root)
    .filter(({ local }) => local === name)
    .map((node) => textOf(node))

const AT = new Date('2026-11-29T21:00:00.000Z')
const SIGNED = new Date('2026-11-20T10:00:00.000Z')
const FILE = 'ab'.repeat(32)
const signature: Signature = {
  field: 'one',
  signerName: 'Łukasz <b>&"Żółć"</b>\u0000\ud800',
  signedFor: [],
  oneAct: false,
  signedAt: SIGNED,
  claimedAt: SIGNED,
  bestSignatureTime: SIGNED,
  countersigns: null,
  level: 'QES',
  certificateValid: true,
  certificateIssuer: 'Trust & Co',
  certificateSha256: 'cd'.repeat(32),
  trustedList: 'EU_TRUSTED',
  claims: null,
  qualification: {
    result: 'N/A',
    reason: 'NO_LISTS',
    test: false,
    atIssuance: { at: SIGNED, qualified: null, type: 'esig', qscd: false, service: null, reason: 'NO_LISTS' },
    atSigning: { at: SIGNED, qualified: null, type: 'esig', qscd: false, service: null, reason: 'NO_LISTS' },
  },
  timestampQualification: 'N/A',
  documentIntegrity: true,
  timestampValid: true,
  ocspStatus: 'good',
  test: false,
  indication: 'TOTAL-PASSED',
  subIndication: null,
  reasons: [],
  format: 'PAdES',
  baseline: 'PAdES-B-LTA',
  coversWholeDocument: false,
  signedBytes: 1000,
  auditTrail: null,
  changes: [{ kind: 'form_fill', page: 1, field: ']]><', allowed: true }],
  pseudonym: false,
  signatureValue: 'q6ur',
}
const broken: Signature = {
  ...signature,
  signerName: null,
  signedAt: null,
  claimedAt: null,
  bestSignatureTime: null,
  certificateSha256: null,
  signatureValue: null,
  timestampValid: false,
  indication: 'TOTAL-FAILED',
  subIndication: 'HASH_FAILURE',
  reasons: ['HASH_FAILURE', 'NO_TIMESTAMP'],
  format: 'XAdES',
  baseline: null,
  changes: [],
}
const stamp: ShownTimestamp = {
  stampedAt: SIGNED,
  authority: 'TSA',
  sha256: 'ef'.repeat(32),
  valid: true,
  reasons: [],
  coversWholeDocument: true,
  qualification: 'N/A',
  test: false,
}
const report = (signatures: readonly Signature[], timestamps: readonly ShownTimestamp[] = []) =>
  readTree(Buffer.from(xmlReport({ valid: true, signatures, timestamps }, { sha256: FILE, at: AT })))

it.each<[string, readonly Signature[], readonly ShownTimestamp[]]>([
  ['no signature', [], []],
  ['one', [signature], [stamp]],
  ['broken ones', [broken, signature, broken], [{ ...stamp, stampedAt: null, valid: false, reasons: ['TIMESTAMP_INVALID'] }]],
])('fits the schema with %s', async (_, signatures, timestamps) => {
  const root = await report(signatures, timestamps)
  expect([root.uri, misfits(root)]).toEqual([NAMESPACE, []])
  expect(all(root).filter(({ uri, local }) => uri !== namespaceOf(local))).toEqual([])
  const ids = all(root).flatMap((node) => attributeOf(node, 'id') ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  for (const node of all(root)) expect([undefined, ...ids]).toContain(attributeOf(node, 'VOReference'))
})

it('has the indications of the standard by their names, and is about this file', async () => {
  const root = await report([signature, broken], [stamp])
  expect(named(root, 'MainIndication')).toEqual([
    'urn:etsi:019102:mainindication:total-passed',
    // Of each constraint, then of the whole.
    'urn:etsi:019102:mainindication:failed',
    'urn:etsi:019102:mainindication:passed',
    'urn:etsi:019102:mainindication:total-failed',
    'urn:etsi:019102:mainindication:passed',
  ])
  expect(named(root, 'SubIndication')).toEqual(Array.from({ length: 2 }, () => 'urn:etsi:019102:subindication:HASH_FAILURE'))
  expect(named(root, 'SignatureValue')).toEqual(['q6ur'])
  expect(named(root, 'DigestValue')[0]).toBe(Buffer.from(FILE, 'hex').toString('base64'))
  expect(named(root, 'ValidationTime')).toEqual([AT.toISOString(), AT.toISOString()])
  expect(named(root, 'POETime').slice(0, 2)).toEqual([SIGNED.toISOString(), AT.toISOString()])
})

it('says what strangers write in names as text', async () => {
  expect(named(await report([signature]), 'Signer')).toEqual(['Łukasz <b>&"Żółć"</b>\ufffd\ufffd'])
})

it('has a name for the quality of every signature, that of Europe unless it is a test', async () => {
  const qualified = (result: Signature['qualification']['result'], test = false) => ({
    ...signature,
    qualification: { ...signature.qualification, result, test },
  })
  const root = await report([...SIGNATURE_QUALIFICATIONS.map((result) => qualified(result)), qualified('QESig', true)], [stamp])
  const qualities = named(root, 'SignatureQualityInformation')
  expect(new Set(qualities).size).toBe(SIGNATURE_QUALIFICATIONS.length + 2)
  expect(qualities).toEqual(
    expect.arrayContaining([
      'urn:cef:dss:signatureQualification:QESig',
      'urn:cef:dss:signatureQualification:UnknownQCwithQSCD',
      'urn:cef:dss:signatureQualification:AdESealQC',
      'urn:cef:dss:signatureQualification:indeterminateAdESigQC',
      'urn:cef:dss:signatureQualification:indeterminateUnknownQCwithQSCD',
      'urn:cef:dss:signatureQualification:notAdESbutQCwithQSCD',
      'urn:cef:dss:signatureQualification:notAdESbutQC',
      'urn:cef:dss:signatureQualification:notAdES',
      'urn:cef:dss:signatureQualification:notApplicable',
      'urn:qsignhub:validation:test-qualification:QESig',
      'urn:cef:dss:timestampQualification:notApplicable',
    ]),
  )
})
