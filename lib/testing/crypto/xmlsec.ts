// XAdES signatures of every shape, made by xmlsec1: a template that it fills in with the key of a certificate of the workshop.

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import type { Workshop } from './openssl'

export const DS = 'http://www.w3.org/2000/09/xmldsig#'
const XADES = 'http://uri.etsi.org/01903/v1.3.2#'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

export type Shape = {
  /** The document with `SIGNATURE` in it. */
  around?: string
  references: readonly { uri: string; transforms?: string; digest?: string; type?: string }[]
  canonicalisation?: string
  method?: string
  /** Whose certificate and key. */
  signer?: string
  objects?: string
  /** Behind the Ids of the signature (S), its value (V), its properties (P) and its key (K). */
  suffix?: string
  /** In the signed properties, behind those of the signature. */
  dataObjects?: string
}

const reference = ({ uri, transforms = '', digest = SHA256, type }: Shape['references'][number]) =>
  `<ds:Reference${type ? ` Type="${type}"` : ''} URI="${uri}">${transforms ? `<ds:Transforms>${transforms}</ds:Transforms>` : ''}` +
  `<ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue/></ds:Reference>`

export function template(
  workshop: Workshop,
  { around = 'SIGNATURE', references, canonicalisation, method, signer = 'anna', objects = '', suffix = '', dataObjects = '' }: Shape,
): string {
  const certificate = createHash('sha256')
    .update(workshop.bytes(`${signer}.der`))
    .digest('base64')
  const properties =
    `<xades:QualifyingProperties xmlns:xades="${XADES}" Target="#S${suffix}"><xades:SignedProperties Id="P${suffix}"><xades:SignedSignatureProperties>` +
    `<xades:SigningTime>2026-11-20T10:00:00Z</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>` +
    `<ds:DigestMethod Algorithm="${SHA256}"/><ds:DigestValue>${certificate}</ds:DigestValue></xades:CertDigest></xades:Cert>` +
    `</xades:SigningCertificateV2></xades:SignedSignatureProperties>${dataObjects}</xades:SignedProperties></xades:QualifyingProperties>`
  const all = [...references, { uri: `#P${suffix}`, type: 'http://uri.etsi.org/01903#SignedProperties' }].map(reference).join('')
  const signature =
    `<ds:Signature xmlns:ds="${DS}" Id="S${suffix}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalisation ?? 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315'}"/>` +
    `<ds:SignatureMethod Algorithm="${method ?? 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'}"/>${all}</ds:SignedInfo><ds:SignatureValue Id="V${suffix}"/>` +
    `<ds:KeyInfo Id="K${suffix}"><ds:X509Data><ds:X509Certificate/></ds:X509Data></ds:KeyInfo>${objects}<ds:Object>${properties}</ds:Object></ds:Signature>`
  return around.replace('SIGNATURE', signature)
}

/** `key`: whose key is used instead of the signer's, by the method of ECDSA. Throws where xmlsec1 fails. */
export function signedByXmlsec(workshop: Workshop, shape: Shape, key?: string): Buffer {
  const signer = key ?? shape.signer ?? 'anna'
  const { method, ...usual } = shape
  workshop.file('template.xml', template(workshop, key === undefined && method ? { ...usual, method } : usual))
  const named = [`${XADES}:SignedProperties`, `${DS}:Object`, `${DS}:KeyInfo`, `${DS}:SignatureValue`, `${DS}:Signature`]
  const ids = [...named, 'urn:a:part', 'root', 'part'].flatMap((name) => ['--id-attr:Id', name])
  const run = spawnSync(
    'xmlsec1',
    [
      '--sign',
      '--node-id',
      `S${shape.suffix ?? ''}`,
      '--privkey-pem',
      `${signer}.key,${signer}.pem`,
      ...ids,
      '--output',
      'made.xml',
      'template.xml',
    ],
    { cwd: workshop.directory, encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(run.stdout + run.stderr)
  return workshop.bytes('made.xml')
}

/**
 * With the certificate of another signer and the value that `sign` makes: xmlsec1 does not know all methods. `shape` canonicalises SignedInfo in the
 * exclusive form, and names that signer.
 */
export function signedAgain(
  workshop: Workshop,
  { signer = 'anna', ...shape }: Shape,
  { key, sign }: { key: string; sign: (canonical: Buffer) => Buffer },
): Buffer {
  const certificate = workshop.bytes(`${signer}.der`).toString('base64')
  const filled = signedByXmlsec(workshop, { ...shape, signer }, key).toString()
  const own = filled
    .replace(/(<ds:X509Certificate>)[^<]*/, `$1${certificate}`)
    .replace(/(<ds:SignatureMethod Algorithm=")[^"]*/, `$1${shape.method ?? ''}`)
  const signedInfo = /<ds:SignedInfo>.*<\/ds:SignedInfo>/s.exec(own)?.[0] ?? ''
  const canonical = signedInfo
    .replace('<ds:SignedInfo>', `<ds:SignedInfo xmlns:ds="${DS}">`)
    .replace(/<(ds:\w+)([^<>]*)\/>/g, '<$1$2></$1>')
  const value = sign(Buffer.from(canonical)).toString('base64')
  return Buffer.from(own.replace(/(<ds:SignatureValue Id="V">)[^<]*/, `$1${value}`))
}
