// Makes a trusted list and signs it (ETSI TS 119 612, clause 5 and annex B): the list of this installation, and those that tests need. It is
// written in canonical form, so that what is hashed is what stands in the file, and nothing has to be read again.

import { sha256 } from '../../crypto/algorithms'
import { readCertificate, type Certificate } from '../../crypto/certificate'
import { explicit, seq, TAG, tlv, type Der } from '../../crypto/der'
import { EXCLUSIVE_C14N, XMLDSIG } from '../../signature/xml/canonical'
import { elementsOf } from '../../signature/xml/elements'
import { canonicalOctets, type XmlNode } from '../../signature/xml/tree'
import { ENVELOPED, SIGNED_PROPERTIES_TYPE, XADES } from '../../signature/xades/names'
import { LIST_TYPES, qualifierUri, SERVICE_TYPES, SIE, statusUri, TSL, TSL_MIME_TYPE, TSL_MORE, TSL_TAG, USES } from './names'
import type { CriteriaList, Criterion, ListedService, Period, Pointer, TrustedList } from './trusted-list'

export type ServiceToMake = Omit<ListedService, 'identities'> & { certificates: readonly Der[] }
export type ListToMake = Omit<TrustedList, 'services'> & {
  services: readonly ServiceToMake[]
  operator: string
  schemeName: string
  notice: string
}
/** `sign`: over SHA-256, or SHA-384 with a key of P-384, as XML signatures hold the value: for ECDSA r and s side by side. */
export type ListSigner = { certificate: Der; sign(octets: Uint8Array): Uint8Array }

const tsl = elementsOf('tsl', TSL)
const tslx = elementsOf('tslx', TSL_MORE)
const sie = elementsOf('sie', SIE)
const ds = elementsOf('ds', XMLDSIG)
const xades = elementsOf('xades', XADES)

export function makeList(list: ListToMake, signer: ListSigner): Buffer {
  const root = rootOf(list)
  const signed = { ...root, children: [...root.children, signatureOver(root, list, signer)] }
  return Buffer.concat([Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n'), canonicalOctets(signed)])
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const second = (moment: Date): string => moment.toISOString().replace(/\.\d+/, '')
const ENGLISH = { 'xml:lang': 'en' }
const named = (name: string, text: string): XmlNode => tsl(name, {}, tsl('Name', ENGLISH, text))

function rootOf(list: ListToMake): XmlNode {
  const providers = [...new Set(list.services.map(({ provider }) => provider))]
  return tsl(
    'TrustServiceStatusList',
    { TSLTag: TSL_TAG },
    schemeOf(list),
    providers.length > 0 &&
      tsl(
        'TrustServiceProviderList',
        {},
        providers.map((provider) => providerOf(provider, list)),
      ),
  )
}

function schemeOf(list: ListToMake): XmlNode {
  const { version, type, territory, sequence, issuedAt, nextUpdate, informationUris, pointers, operator, schemeName, notice } = list
  return tsl(
    'SchemeInformation',
    {},
    tsl('TSLVersionIdentifier', {}, String(version)),
    tsl('TSLSequenceNumber', {}, String(sequence)),
    tsl('TSLType', {}, LIST_TYPES[type]),
    named('SchemeOperatorName', operator),
    addressOf('SchemeOperatorAddress', territory, informationUris[0] ?? ''),
    named('SchemeName', schemeName),
    tsl(
      'SchemeInformationURI',
      {},
      informationUris.map((uri) => tsl('URI', ENGLISH, uri)),
    ),
    tsl('StatusDeterminationApproach', {}, 'http://uri.etsi.org/TrstSvc/TrustedList/StatusDetn/EUappropriate'),
    tsl('SchemeTerritory', {}, territory),
    tsl('PolicyOrLegalNotice', {}, tsl('TSLLegalNotice', ENGLISH, notice)),
    // TS 119 612 5.3.12: without end.
    tsl('HistoricalInformationPeriod', {}, '65535'),
    pointers.length > 0 && tsl('PointersToOtherTSL', {}, pointers.map(pointerOf)),
    tsl('ListIssueDateTime', {}, second(issuedAt)),
    tsl('NextUpdate', {}, nextUpdate !== null && tsl('dateTime', {}, second(nextUpdate))),
  )
}

const addressOf = (name: string, territory: string, uri: string): XmlNode =>
  tsl(
    name,
    {},
    tsl(
      'PostalAddresses',
      {},
      tsl('PostalAddress', ENGLISH, tsl('StreetAddress', {}, '-'), tsl('Locality', {}, '-'), tsl('CountryName', {}, territory)),
    ),
    tsl('ElectronicAddress', {}, tsl('URI', ENGLISH, uri)),
  )

const identityOf = (certificates: readonly Der[], keyIds: readonly string[] = []): XmlNode =>
  tsl('ServiceDigitalIdentity', {}, [
    ...certificates.map((der) => tsl('DigitalId', {}, tsl('X509Certificate', {}, base64(der)))),
    ...keyIds.map((id) => tsl('DigitalId', {}, tsl('X509SKI', {}, id))),
  ])

const pointerOf = ({ location, type, territory, signers }: Pointer): XmlNode =>
  tsl(
    'OtherTSLPointer',
    {},
    tsl(
      'ServiceDigitalIdentities',
      {},
      signers.map((signer) => identityOf([signer])),
    ),
    tsl('TSLLocation', {}, location),
    tsl(
      'AdditionalInformation',
      {},
      [tsl('TSLType', {}, LIST_TYPES[type]), tsl('SchemeTerritory', {}, territory), tslx('MimeType', {}, TSL_MIME_TYPE)].map((said) =>
        tsl('OtherInformation', {}, said),
      ),
    ),
  )

function providerOf(provider: string, { territory, informationUris, services }: ListToMake): XmlNode {
  const uri = informationUris[0] ?? ''
  return tsl(
    'TrustServiceProvider',
    {},
    tsl(
      'TSPInformation',
      {},
      named('TSPName', provider),
      addressOf('TSPAddress', territory, uri),
      tsl('TSPInformationURI', {}, tsl('URI', ENGLISH, uri)),
    ),
    tsl('TSPServices', {}, services.filter((service) => service.provider === provider).map(serviceOf)),
  )
}

function serviceOf(service: ServiceToMake): XmlNode {
  const [now, ...before] = service.periods
  return tsl(
    'TSPService',
    {},
    now && periodOf('ServiceInformation', service, now),
    before.length > 0 &&
      tsl(
        'ServiceHistory',
        {},
        before.map((period) => periodOf('ServiceHistoryInstance', service, period)),
      ),
  )
}

function periodOf(
  element: string,
  { name, certificates, keyIds }: ServiceToMake,
  { type, status, from, uses, qualifications }: Period,
): XmlNode {
  const extensions = [
    ...uses.map((use) => tsl('Extension', { Critical: 'true' }, tsl('AdditionalServiceInformation', {}, tsl('URI', ENGLISH, USES[use])))),
    ...(qualifications.length > 0
      ? [tsl('Extension', { Critical: 'true' }, sie('Qualifications', {}, qualifications.map(qualificationOf)))]
      : []),
  ]
  return tsl(
    element,
    {},
    tsl('ServiceTypeIdentifier', {}, type === null ? `${TSL}unknown` : SERVICE_TYPES[type]),
    named('ServiceName', name),
    identityOf(certificates, keyIds),
    tsl('ServiceStatus', {}, status === null ? `${TSL}unknown` : statusUri(status)),
    tsl('StatusStartingTime', {}, second(from)),
    extensions.length > 0 && tsl('ServiceInformationExtensions', {}, extensions),
  )
}

const qualificationOf = ({ qualifiers, criteria }: Period['qualifications'][number]): XmlNode =>
  sie(
    'QualificationElement',
    {},
    sie(
      'Qualifiers',
      {},
      qualifiers.map((qualifier) => sie('Qualifier', { uri: qualifierUri(qualifier) })),
    ),
    criteriaOf(criteria),
  )

const criteriaOf = ({ assert, criteria }: CriteriaList): XmlNode => sie('CriteriaList', { assert }, criteria.map(criterionOf))

function criterionOf(criterion: Criterion): XmlNode {
  const identifier = (oid: string) => xades('Identifier', { Qualifier: 'OIDAsURN' }, `urn:oid:${oid}`)
  switch (criterion.of) {
    case 'keyUsage':
      return sie(
        'KeyUsage',
        {},
        criterion.bits.map(([name, wanted]) => sie('KeyUsageBit', { name }, String(wanted))),
      )
    case 'policies':
      return sie(
        'PolicySet',
        {},
        criterion.oids.map((oid) => sie('PolicyIdentifier', {}, identifier(oid))),
      )
    case 'keyPurposes':
      return sie(
        'otherCriteriaList',
        {},
        tslx(
          'ExtendedKeyUsage',
          {},
          criterion.oids.map((oid) => tslx('KeyPurposeId', {}, identifier(oid))),
        ),
      )
    case 'subjectAttributes':
      return sie(
        'otherCriteriaList',
        {},
        tslx(
          'CertSubjectDNAttribute',
          {},
          criterion.oids.map((oid) => tslx('AttributeOID', {}, identifier(oid))),
        ),
      )
    case 'list':
      return criteriaOf(criterion.list)
    case 'unknown':
      return sie('otherCriteriaList', {}, sie('Unknown'))
  }
}

const ID = 'list-signature'
const digestOf = (octets: Uint8Array): XmlNode[] => [
  ds('DigestMethod', { Algorithm: 'http://www.w3.org/2001/04/xmlenc#sha256' }),
  ds('DigestValue', {}, base64(sha256(octets))),
]
const transforms = (...algorithms: string[]): XmlNode =>
  ds(
    'Transforms',
    {},
    algorithms.map((Algorithm) => ds('Transform', { Algorithm })),
  )

function signatureOver(root: XmlNode, { version, issuedAt }: ListToMake, { certificate: der, sign }: ListSigner): XmlNode {
  const certificate = readCertificate(der)
  const properties = propertiesOf(certificate, version, issuedAt)
  const signedInfo = ds(
    'SignedInfo',
    {},
    ds('CanonicalizationMethod', { Algorithm: EXCLUSIVE_C14N }),
    ds('SignatureMethod', { Algorithm: `http://www.w3.org/2001/04/xmldsig-more#${certificate.algorithm}` }),
    ds('Reference', { Id: `${ID}-content`, URI: '' }, transforms(ENVELOPED, EXCLUSIVE_C14N), digestOf(canonicalOctets(root))),
    ds(
      'Reference',
      { Type: SIGNED_PROPERTIES_TYPE, URI: `#${ID}-properties` },
      transforms(EXCLUSIVE_C14N),
      digestOf(canonicalOctets(properties)),
    ),
  )
  return ds(
    'Signature',
    { Id: ID },
    signedInfo,
    ds('SignatureValue', {}, base64(sign(canonicalOctets(signedInfo)))),
    ds('KeyInfo', {}, ds('X509Data', {}, ds('X509Certificate', {}, base64(der)))),
    ds('Object', {}, xades('QualifyingProperties', { Target: `#${ID}` }, properties)),
  )
}

function propertiesOf(certificate: Certificate, version: number, now: Date): XmlNode {
  const digest = xades('CertDigest', {}, digestOf(certificate.der))
  const issuerSerial = seq(seq(explicit(4, certificate.issuer)), tlv(TAG.integer, certificate.serial))
  const issuer = Object.entries(certificate.issuerAttributes).map(([type, value]) => `${type}=${value.replace(/[,+"\\<>;]/g, '\\$&')}`)
  return xades(
    'SignedProperties',
    { Id: `${ID}-properties` },
    xades(
      'SignedSignatureProperties',
      {},
      xades('SigningTime', {}, second(now)),
      // Annex B: version 6 has the forms of EN 319 132-1, version 5 those of TS 101 903.
      version === 5
        ? xades(
            'SigningCertificate',
            {},
            xades(
              'Cert',
              {},
              digest,
              xades(
                'IssuerSerial',
                {},
                ds('X509IssuerName', {}, issuer.reverse().join(',')),
                ds('X509SerialNumber', {}, BigInt(`0x${certificate.serialHex}`).toString()),
              ),
            ),
          )
        : xades('SigningCertificateV2', {}, xades('Cert', {}, digest, xades('IssuerSerialV2', {}, base64(issuerSerial)))),
    ),
    xades(
      'SignedDataObjectProperties',
      {},
      xades('DataObjectFormat', { ObjectReference: `#${ID}-content` }, xades('MimeType', {}, 'text/xml')),
    ),
  )
}
