// The elements of XML signatures that nobody signs, and what each may hold: as the schemas have it, but for what is text for people or anything at all.

import { EXCLUSIVE_C14N, XMLDSIG } from '../../../signature/xml/canonical'
import type { XmlTag } from '../../../signature/xml/scan'
import { XADES, XADES141 } from '../../../signature/xades/names'

const PREFIXES: ReadonlyMap<string, string> = new Map([
  [XMLDSIG, 'ds'],
  ['http://www.w3.org/2009/xmldsig11#', 'ds11'],
  [EXCLUSIVE_C14N, 'ec'],
  [XADES, 'xades'],
  [XADES141, 'xades141'],
])

const STAMP = 'ds:CanonicalizationMethod xades:Include xades:EncapsulatedTimeStamp'
const CERTIFICATES = 'xades:EncapsulatedX509Certificate'
const STATUS = 'xades:CRLValues xades:OCSPValues'
const DIGEST = 'ds:DigestMethod ds:DigestValue'

/** The elements that each element may hold (XMLDSig 1.1, 4.2 to 4.6; EN 319 132-1, 4.3, 5.2 to 5.5, and annexes A and B). */
export const PARTS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ['ds:Signature', 'ds:SignedInfo ds:SignatureValue ds:KeyInfo ds:Object'],
    ['ds:Object', 'xades:QualifyingProperties'],
    ['ds:KeyInfo', 'ds:KeyName ds:KeyValue ds:RetrievalMethod ds:X509Data ds11:DEREncodedKeyValue'],
    ['ds:KeyValue', 'ds:RSAKeyValue ds:DSAKeyValue ds11:ECKeyValue'],
    ['ds:RSAKeyValue', 'ds:Modulus ds:Exponent'],
    ['ds:DSAKeyValue', 'ds:P ds:Q ds:G ds:Y ds:J ds:Seed ds:PgenCounter'],
    ['ds11:ECKeyValue', 'ds11:NamedCurve ds11:PublicKey'],
    ['ds11:NamedCurve', ''],
    ['ds:RetrievalMethod', ''],
    ['ds:X509Data', 'ds:X509Certificate ds:X509CRL ds:X509IssuerSerial ds:X509SKI ds:X509SubjectName ds11:X509Digest'],
    ['ds:X509IssuerSerial', 'ds:X509IssuerName ds:X509SerialNumber'],
    ['ds:CanonicalizationMethod', 'ec:InclusiveNamespaces'],
    ['ec:InclusiveNamespaces', ''],
    ['ds:DigestMethod', ''],
    ['xades:QualifyingProperties', 'xades:SignedProperties xades:UnsignedProperties'],
    ['xades:UnsignedProperties', 'xades:UnsignedSignatureProperties xades:UnsignedDataObjectProperties'],
    ['xades:UnsignedDataObjectProperties', ''],
    [
      'xades:UnsignedSignatureProperties',
      'xades:CounterSignature xades:SignatureTimeStamp xades:CompleteCertificateRefs xades:CompleteRevocationRefs xades:AttributeCertificateRefs ' +
        'xades:AttributeRevocationRefs xades:SigAndRefsTimeStamp xades:RefsOnlyTimeStamp xades:CertificateValues xades:RevocationValues ' +
        'xades:AttrAuthoritiesCertValues xades:AttributeRevocationValues xades:ArchiveTimeStamp xades141:ArchiveTimeStamp ' +
        'xades141:CompleteCertificateRefsV2 xades141:AttributeCertificateRefsV2 xades141:SigAndRefsTimeStampV2 xades141:RefsOnlyTimeStampV2 ' +
        'xades141:TimeStampValidationData xades141:SignaturePolicyStore',
    ],
    ['xades:CounterSignature', 'ds:Signature'],
    ['xades:SignatureTimeStamp', STAMP],
    ['xades:SigAndRefsTimeStamp', STAMP],
    ['xades:RefsOnlyTimeStamp', STAMP],
    ['xades:ArchiveTimeStamp', STAMP],
    ['xades141:ArchiveTimeStamp', STAMP],
    ['xades141:SigAndRefsTimeStampV2', STAMP],
    ['xades141:RefsOnlyTimeStampV2', STAMP],
    ['xades:Include', ''],
    ['xades:CertificateValues', CERTIFICATES],
    ['xades:AttrAuthoritiesCertValues', CERTIFICATES],
    ['xades:RevocationValues', STATUS],
    ['xades:AttributeRevocationValues', STATUS],
    ['xades:CRLValues', 'xades:EncapsulatedCRLValue'],
    ['xades:OCSPValues', 'xades:EncapsulatedOCSPValue'],
    ['xades141:TimeStampValidationData', 'xades:CertificateValues xades:RevocationValues'],
    ['xades:CompleteCertificateRefs', 'xades:CertRefs'],
    ['xades:AttributeCertificateRefs', 'xades:CertRefs'],
    ['xades:CertRefs', 'xades:Cert'],
    ['xades141:CompleteCertificateRefsV2', 'xades141:CertRefs'],
    ['xades141:AttributeCertificateRefsV2', 'xades141:CertRefs'],
    ['xades141:CertRefs', 'xades:Cert'],
    ['xades:Cert', 'xades:CertDigest xades:IssuerSerial xades:IssuerSerialV2'],
    ['xades:CertDigest', DIGEST],
    ['xades:DigestAlgAndValue', DIGEST],
    ['xades:IssuerSerial', 'ds:X509IssuerName ds:X509SerialNumber'],
    ['xades:CompleteRevocationRefs', 'xades:CRLRefs xades:OCSPRefs'],
    ['xades:AttributeRevocationRefs', 'xades:CRLRefs xades:OCSPRefs'],
    ['xades:CRLRefs', 'xades:CRLRef'],
    ['xades:CRLRef', 'xades:DigestAlgAndValue xades:CRLIdentifier'],
    ['xades:CRLIdentifier', 'xades:Issuer xades:IssueTime xades:Number'],
    ['xades:OCSPRefs', 'xades:OCSPRef'],
    ['xades:OCSPRef', 'xades:OCSPIdentifier xades:DigestAlgAndValue'],
    ['xades:OCSPIdentifier', 'xades:ResponderID xades:ProducedAt'],
    ['xades:ResponderID', 'xades:ByName xades:ByKey'],
    ['xades141:SignaturePolicyStore', 'xades141:SPDocSpecification xades141:SignaturePolicyDocument xades141:SigPolDocLocalURI'],
    ['xades141:SPDocSpecification', 'xades:Identifier'],
  ].map(([name = '', parts = '']) => [name, parts.split(' ')]),
)

export type Kind = 'der' | 'octets' | 'number' | 'time' | 'name' | 'key name' | 'address'

/** The elements that hold a value, by its kind. */
const VALUES: readonly [Kind, string][] = [
  [
    'der',
    'ds:X509Certificate ds:X509CRL ds11:DEREncodedKeyValue xades:EncapsulatedTimeStamp xades:EncapsulatedX509Certificate xades:EncapsulatedCRLValue ' +
      'xades:EncapsulatedOCSPValue xades:IssuerSerialV2',
  ],
  [
    'octets',
    'ds:SignatureValue ds:DigestValue ds:X509SKI ds11:X509Digest ds:Modulus ds:Exponent ds:P ds:Q ds:G ds:Y ds:J ds:Seed ds:PgenCounter ' +
      'ds11:PublicKey xades:ByKey xades141:SignaturePolicyDocument',
  ],
  ['number', 'ds:X509SerialNumber xades:Number'],
  ['time', 'xades:IssueTime xades:ProducedAt'],
  ['name', 'ds:X509SubjectName ds:X509IssuerName xades:Issuer xades:ByName'],
  ['key name', 'ds:KeyName'],
  ['address', 'xades:Identifier xades141:SigPolDocLocalURI'],
]
export const KINDS: ReadonlyMap<string, Kind> = new Map(
  VALUES.flatMap(([kind, names]) => names.split(' ').map((name) => [name, kind] as const)),
)

/** By which the tables know an element. */
export const nameIn = ({ uri, local }: XmlTag): string => `${PREFIXES.get(uri) ?? '?'}:${local}`
