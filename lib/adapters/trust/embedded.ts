// The embedded TEST trust service: CA, OCSP responder, CRLs and TSA of one installation, in process and for the /pki routes.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { equalBytes, pemOf, readCertificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import { readCertificationRequest } from '../../crypto/x509/certification-request'
import type { Keyring } from '../../crypto/keyring'
import type { CertificateRegister, SealedStore, TestChips, TestList, Trust } from '../../domain/ports'
import type { CertificateSubject } from '../../domain/signing-provider'
import type { CertificateIssuer } from '../../generated/prisma/enums'
import { ONE_SHOT_POLICY, type AuthorityKey } from './certificate-profile'
import { issueCertificate, issueOneShot } from './certificate-authority'
import { makeCrl } from './crl'
import { disclosureStatement } from './disclosure-statement'
import { answerOcspRequest, ocspAnswerFor, type Responder } from './ocsp-responder'
import { openPki, wholeSecond, type Pki, type Services } from './pki'
import { testChips } from './test-chips'
import { testList } from './test-list'
import { answerTimestampRequest, stampDigest } from './timestamp-authority'
import { TSL_MIME_TYPE } from '../../validation/trusted-lists/names'

type PublishedFile = { readonly contentType: string; readonly bytes: Uint8Array }

/** The product's port, and what only the test PKI offers. */
export type EmbeddedTrust = Trust &
  SealedStore & {
    /** PKCS#10 with proof of possession in, certificate out. Asked again for the same key: the same certificate. */
    issue(csr: Der, subject: CertificateSubject): Promise<Der>
    /** Idempotent: a second revocation changes nothing. Throws RangeError for what was never issued, and for reasons not offered. */
    revoke(serialHex: string, reason: number): Promise<void>
    isRevoked(serialHex: string): Promise<boolean>
    /** Tells this installation's test PKI from every other; part of all its names. */
    readonly installation: string
    readonly rootPem: string
    readonly testChips: TestChips
    /** The trusted list of this installation, which names the issuing CA. */
    readonly testList: TestList
    /** A whole OCSPResponse for an OCSPRequest, error answers included. */
    ocspResponse(request: Der): Promise<Der>
    /** A TimeStampResp for a TimeStampReq, refusals included. */
    answerTimestampQuery(request: Der): Promise<Der>
    /** What the certificates point to: root.pem, root.cer, issuing.cer, root.crl, issuing.crl, tl.xml, pds_en.pdf; null for anything else. */
    certificateFile(name: string): Promise<PublishedFile | null>
  }

/** RFC 5280 5.3.1. Without certificateHold: suspension is not offered, a revocation is final. */
const REASONS: readonly number[] = [0, 1, 3, 4, 5, 9]

/** Of the same: the key is no more, and has signed nothing. */
const CESSATION_OF_OPERATION = 5

/** Milliseconds for which a list that has not changed is served again. The list of the root hardly ever changes. */
const CRL_REUSED = { root: 3_600_000, issuing: 600_000 } as const

export async function openEmbeddedTrust({
  directory,
  serverShare,
  baseUrl,
  register,
  now,
}: {
  /** Made if it does not exist; of this installation alone. */
  readonly directory: string
  /** Kept apart from the directory. */
  readonly serverShare: Keyring
  /** Where the /pki routes are reached, without a slash at the end. */
  readonly baseUrl: string
  readonly register: CertificateRegister
  readonly now: () => Date
}): Promise<EmbeddedTrust> {
  const pki = await openPki({ directory, serverShare, baseUrl, now: now() })
  const { root, issuing } = pki
  await recordGood(register, 'root', issuing)
  const services = await servicesOf(pki, register, now)
  const responder = async (): Promise<Responder> => ({
    issuing: issuing.certificate,
    responder: (await services()).ocsp,
    register,
    now: wholeSecond(now()),
  })
  const authority = async (): Promise<Parameters<typeof stampDigest>[0]> => ({
    tsa: (await services()).tsa,
    chain: [issuing.certificate.der],
    now: wholeSecond(now()),
  })
  const revokeKnown = async (serialHex: string, reason: number): Promise<void> => {
    const found = await register.find('issuing', serialHex)
    if (found === null) throw new RangeError('a certificate that was never issued cannot be revoked')
    if (found.status === 'revoked') return
    await register.revoke('issuing', serialHex, reason, wholeSecond(now()))
  }
  const crl = crlsOf(pki, register, now)
  const list = testList(pki, baseUrl, now)

  return {
    provider: `QSignHub TEST trust service ${pki.installation}`,
    qualified: false,
    installation: pki.installation,
    oneShotPolicy: ONE_SHOT_POLICY,
    chain: [issuing.certificate.der, root.certificate.der],
    rootPem: pemOf(root.certificate.der),
    testChips: testChips(pki, now),
    testList: list,
    outdated: pki.outdated,
    async crlFor(issuer) {
      if (equalBytes(issuer, root.certificate.subject)) return crl('root')
      if (equalBytes(issuer, issuing.certificate.subject)) return crl('issuing')
      throw new RangeError('not an authority of this service')
    },
    async issue(csr, { givenNames, surname, country, serialNumber }) {
      const { spki } = readCertificationRequest(csr)
      const issued = issueCertificate(issuing, { spki, csr, names: { givenNames, surname }, country, serialNumber }, now(), baseUrl)
      return register.record({ issuer: 'issuing', serialHex: issued.serialHex, certificate: issued.certificate })
    },
    async revoke(serialHex, reason) {
      if (!REASONS.includes(reason)) throw new RangeError(`no revocation for reason ${reason}`)
      await revokeKnown(serialHex, reason)
    },
    isRevoked: async (serialHex) => (await register.find('issuing', serialHex))?.status === 'revoked',
    stamp: async (digest) => stampDigest(await authority(), digest),
    async sealer() {
      const { seal } = await services()
      return { certificate: seal.certificate.der, sign: async (bytes) => sign('sha256', bytes, seal.key) }
    },
    async signOnce({ name }, toSign) {
      // It has no other copy: it leaves neither this function nor the memory of this process, and is gone with it.
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const spki = publicKey.export({ format: 'der', type: 'spki' })
      const issued = issueOneShot(issuing, { spki, name, serialNumber: randomBytes(8).toString('hex') }, now(), baseUrl)
      const { serialHex, certificate } = issued
      await register.record({ issuer: 'issuing', serialHex, certificate })
      try {
        const signatures = (await toSign(certificate)).map((octets) => sign('sha256', octets, privateKey))
        return { certificate, signatures, destroyedAt: now() }
      } catch (error) {
        await revokeKnown(serialHex, CESSATION_OF_OPERATION)
        throw error
      }
    },
    ocspFor: async (certificate) => ocspAnswerFor(await responder(), readCertificate(certificate)),
    ocspResponse: async (request) => answerOcspRequest(await responder(), request),
    answerTimestampQuery: async (request) => answerTimestampRequest(await authority(), request),
    async certificateFile(name) {
      switch (name) {
        case 'root.pem':
          return { contentType: 'application/x-pem-file', bytes: Buffer.from(pemOf(root.certificate.der)) }
        case 'root.cer':
          return { contentType: 'application/pkix-cert', bytes: root.certificate.der }
        case 'issuing.cer':
          return { contentType: 'application/pkix-cert', bytes: issuing.certificate.der }
        case 'root.crl':
          return { contentType: 'application/pkix-crl', bytes: await crl('root') }
        case 'issuing.crl':
          return { contentType: 'application/pkix-crl', bytes: await crl('issuing') }
        case 'tl.xml':
          return { contentType: TSL_MIME_TYPE, bytes: (await list()).xml }
        case 'pds_en.pdf':
          return { contentType: 'application/pdf', bytes: await disclosureStatement(pki.installation, baseUrl) }
        default:
          return null
      }
    },
  }
}

const recordGood = (register: CertificateRegister, issuer: CertificateIssuer, { certificate }: AuthorityKey): Promise<Der> =>
  register.record({ issuer, serialHex: certificate.serialHex, certificate: certificate.der })

/** The services to use now. New ones are recorded before their first use, so that the responder knows their certificates. */
async function servicesOf(pki: Pki, register: CertificateRegister, now: () => Date): Promise<() => Promise<Services>> {
  let recorded = 0
  const services = async (): Promise<Services> => {
    const current = await pki.services(now())
    if (current.generation !== recorded) {
      await Promise.all([current.ocsp, current.tsa, current.seal].map((key) => recordGood(register, 'issuing', key)))
      recorded = current.generation
    }
    return current
  }
  await services()
  return services
}

function crlsOf(authorities: Pki, register: CertificateRegister, now: () => Date): (name: CertificateIssuer) => Promise<Der> {
  const latest = new Map<CertificateIssuer, { der: Der; listed: string; madeAt: number }>()
  return async (name) => {
    const at = now()
    const last = latest.get(name)
    const age = last === undefined ? Infinity : at.getTime() - last.madeAt
    const fresh = age >= 0 && age < CRL_REUSED[name]
    // Each signing asks for the list of the root, on which only the issuing CA could stand: it is served without asking the register.
    if (name === 'root' && fresh && last !== undefined) return last.der
    const revoked = [...(await register.revoked(name))].sort((a, b) => (a.serialHex < b.serialHex ? -1 : 1))
    const listed = revoked.map(({ serialHex }) => serialHex).join()
    if (fresh && last?.listed === listed) return last.der
    const der = makeCrl(authorities[name], revoked, at)
    latest.set(name, { der, listed, madeAt: at.getTime() })
    return der
  }
}
