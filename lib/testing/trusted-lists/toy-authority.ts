// Authorities, and certificates of any kind, for tests of trusted lists: what a certificate says of itself is chosen one by one.

import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { extension, keyIdentifier, signCertificate } from '../../adapters/trust/certificate-profile'
import { readCertificate, type Certificate } from '../../crypto/certificate'
import { boolean, namedBits, octetString, oid, printableString, seq, type Der } from '../../crypto/der'
import { OID } from '../../crypto/oids'
import { encodeName, type NameAttribute } from '../../crypto/x509/name'
import type { ListSigner } from '../../validation/trusted-lists/make-list'

export type Toy = { certificate: Certificate; key: KeyObject }

/** What a certificate says. `usage`: bits of RFC 5280 4.2.1.3. `types`: those of QcType. */
export type Said = {
  name?: string
  from?: Date
  to?: Date
  usage?: readonly number[]
  policies?: readonly string[]
  statements?: readonly string[]
  types?: readonly string[]
  /** QcCClegislation. */
  countries?: readonly string[]
  purposes?: readonly string[]
  subject?: readonly NameAttribute[]
  authority?: boolean
}

/** By itself, where there is no issuer. */
export function toyCertificate(said: Said, issuer?: Toy): Toy {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const { name = 'Toy', from = new Date('2020-01-01T00:00:00Z'), to = new Date('2040-01-01T00:00:00Z'), subject = [] } = said
  const own = encodeName([{ type: OID.commonName, value: name }, ...subject])
  const der = signCertificate({
    issuerName: issuer?.certificate.subject ?? own,
    issuerKey: issuer?.key ?? privateKey,
    subject: own,
    spki,
    notBefore: from,
    notAfter: to,
    extensions: [extension(OID.subjectKeyIdentifier, false, octetString(keyIdentifier(spki))), ...extensionsOf(said)],
  })
  return { certificate: readCertificate(der), key: privateKey }
}

export const toyAuthority = (name: string, from?: Date): Toy =>
  toyCertificate({ name, authority: true, usage: [5, 6], ...(from ? { from } : {}) })

/** A signer of lists, that signs as XML signatures hold the value. */
export const listSigner = ({ certificate, key }: Toy): ListSigner => ({
  certificate: certificate.der,
  sign: (octets) => sign('sha256', octets, { key, dsaEncoding: 'ieee-p1363' }),
})

function extensionsOf({ authority, usage, policies, statements = [], types = [], countries = [], purposes }: Said): Der[] {
  const qc = [
    ...statements.map((statement) => seq(oid(statement))),
    ...(types.length > 0 ? [seq(oid(OID.qcType), seq(...types.map(oid)))] : []),
    ...(countries.length > 0 ? [seq(oid(OID.qcLegislation), seq(...countries.map(printableString)))] : []),
  ]
  return [
    ...(authority ? [extension(OID.basicConstraints, true, seq(boolean(true)))] : []),
    ...(usage ? [extension(OID.keyUsage, true, namedBits(...usage))] : []),
    ...(policies ? [extension(OID.certificatePolicies, false, seq(...policies.map((policy) => seq(oid(policy)))))] : []),
    ...(purposes ? [extension(OID.extendedKeyUsage, false, seq(...purposes.map(oid)))] : []),
    ...(qc.length > 0 ? [extension(OID.qcStatements, false, seq(...qc))] : []),
  ]
}
