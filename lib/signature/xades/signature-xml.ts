// Writes the XML of a XAdES baseline signature (EN 319 132-1, 6): an enveloped one over the whole document without its signatures.

import { sha256 } from '../../crypto/algorithms'
import type { Certificate } from '../../crypto/certificate'
import { explicit, seq, TAG, tlv, type Der } from '../../crypto/der'
import { EXCLUSIVE_C14N, XMLDSIG } from '../xml/canonical'
import type { ValidationData } from '../validation-data'
import { SIGNED_PROPERTIES_TYPE, XADES, XADES141, XPATH_FILTER } from './names'

const SHA256_URI = 'http://www.w3.org/2001/04/xmlenc#sha256'
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const digest = (value: Uint8Array): string =>
  `<ds:DigestMethod Algorithm="${SHA256_URI}"/><ds:DigestValue>${base64(value)}</ds:DigestValue>`
const canonicalisation = `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"/>`
const exclusive = `<ds:Transform Algorithm="${EXCLUSIVE_C14N}"/>`
/** Leaves out every signature, not only this one, so that later signatures do not change what this one covers. */
const withoutSignatures = `<ds:Transform Algorithm="${XPATH_FILTER}"><f:XPath xmlns:f="${XPATH_FILTER}" Filter="subtract">/descendant::ds:Signature</f:XPath></ds:Transform>`

const METHODS = {
  'ecdsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
  'ecdsa-sha384': 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384',
  'rsa-sha256': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
} as const

/** `id` must occur nowhere else in the document. */
export function signedPropertiesXml(
  id: string,
  { certificate, mimeType, now, claimedName }: { certificate: Certificate; mimeType: string; now: Date; claimedName: string | undefined },
): string {
  const issuerSerial = seq(seq(explicit(4, certificate.issuer)), tlv(TAG.integer, certificate.serial))
  return (
    `<xades:SignedProperties Id="${id}-properties"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>${now.toISOString().replace(/\.\d+/, '')}</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>${digest(sha256(certificate.der))}</xades:CertDigest>` +
    `<xades:IssuerSerialV2>${base64(issuerSerial)}</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>` +
    claimedRole(claimedName) +
    '</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>' +
    `<xades:DataObjectFormat ObjectReference="#${id}-content"><xades:MimeType>${mimeType}</xades:MimeType></xades:DataObjectFormat>` +
    '</xades:SignedDataObjectProperties></xades:SignedProperties>'
  )
}

/** EN 319 132-1 5.2.6: the person for whom the key signs. No certificate vouches for it. */
function claimedRole(name: string | undefined): string {
  if (name === undefined) return ''
  const text = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  return `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${text}</xades:ClaimedRole></xades:ClaimedRoles></xades:SignerRoleV2>`
}

export function signedInfoXml(
  id: string,
  algorithm: keyof typeof METHODS,
  contentDigest: Uint8Array,
  propertiesDigest: Uint8Array,
): string {
  return (
    `<ds:SignedInfo>${canonicalisation}<ds:SignatureMethod Algorithm="${METHODS[algorithm]}"/>` +
    `<ds:Reference Id="${id}-content" URI=""><ds:Transforms>${withoutSignatures}${exclusive}</ds:Transforms>${digest(contentDigest)}</ds:Reference>` +
    `<ds:Reference Type="${SIGNED_PROPERTIES_TYPE}" URI="#${id}-properties"><ds:Transforms>${exclusive}</ds:Transforms>${digest(propertiesDigest)}</ds:Reference>` +
    '</ds:SignedInfo>'
  )
}

export function signatureXml({
  id,
  signedInfo,
  value,
  certificates,
  signedProperties,
  unsigned,
}: {
  id: string
  signedInfo: string
  value: Uint8Array
  /** The signer's first. */
  certificates: readonly Der[]
  signedProperties: string
  /** Unsigned signature properties, in order. */
  unsigned: readonly string[]
}): string {
  const held = certificates.map((der) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`).join('')
  const later =
    unsigned.length === 0
      ? ''
      : `<xades:UnsignedProperties><xades:UnsignedSignatureProperties>${unsigned.join('')}</xades:UnsignedSignatureProperties></xades:UnsignedProperties>`
  return (
    `<ds:Signature xmlns:ds="${XMLDSIG}" Id="${id}">${signedInfo}<ds:SignatureValue Id="${id}-value">${base64(value)}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${held}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#${id}">${signedProperties}${later}</xades:QualifyingProperties></ds:Object></ds:Signature>`
  )
}

export const signatureTimestampXml = (id: string, token: Der): string =>
  `<xades:SignatureTimeStamp Id="${id}-time">${canonicalisation}<xades:EncapsulatedTimeStamp>${base64(token)}</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>`

export const archiveTimestampXml = (id: string, token: Der): string =>
  `<xades141:ArchiveTimeStamp xmlns:xades141="${XADES141}" Id="${id}-archive">${canonicalisation}` +
  `<xades:EncapsulatedTimeStamp>${base64(token)}</xades:EncapsulatedTimeStamp></xades141:ArchiveTimeStamp>`

/** EN 319 132-1 5.4: certificates first, then CRLs and OCSP responses in the order of the schema. */
export function validationDataXml({ certificates, crls, ocsps }: ValidationData): string[] {
  const list = (name: string, values: readonly Der[]): string =>
    values.map((der) => `<xades:${name}>${base64(der)}</xades:${name}>`).join('')
  const group = (name: string, content: string): string => (content === '' ? '' : `<xades:${name}>${content}</xades:${name}>`)
  return [
    group('CertificateValues', list('EncapsulatedX509Certificate', certificates)),
    group(
      'RevocationValues',
      group('CRLValues', list('EncapsulatedCRLValue', crls)) + group('OCSPValues', list('EncapsulatedOCSPValue', ocsps)),
    ),
  ]
}
