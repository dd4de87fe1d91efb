// Gathers the validation data of a signature: chains and revocation status, which prove years later that its certificates were good.

import { sha256 } from '../crypto/algorithms'
import { isIssuedBy, pathUp, readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { readOcspResponse, verifyCrl, verifyOcsp, type Revocation } from '../crypto/revocation'
import type { Token } from '../crypto/timestamp'
import { sameName } from '../crypto/x509/name'
import { LevelNotReached, reach, type LongTermLevel, type Trust } from './level'

export type ValidationData = { certificates: Der[]; ocsps: Der[]; crls: Der[] }

/** Status older than this at the time of signing proves too little (CIR (EU) 2025/1945). */
const stalest = 24 * 3600_000

/** Requested after the signature time-stamp, so that the answers are about a time at which the signature existed. */
export async function gather(
  trust: Trust,
  level: LongTermLevel,
  signer: Certificate,
  beside: readonly Certificate[],
  token: Token,
): Promise<ValidationData> {
  const authority = token.signerCertificate
  if (!authority) throw new LevelNotReached(level, 'certificate_chain', { cause: 'time-stamp without certificate' })
  const known = [...trust.chain.map(readCertificate), ...beside, ...token.certificates]
  const paths = [signer, authority].map((leaf) => pathOf(leaf, known, level))
  const authorities = distinct(paths.flatMap((path) => path.slice(1)).map(({ der }) => der)).map(readCertificate)
  const answers = await Promise.all(paths.map(([leaf, issuer]) => reach(level, 'ocsp', () => statusOf(trust, leaf, issuer, token.genTime))))
  const lists = await Promise.all(
    authorities.filter(notSelfIssued).map((ca) => reach(level, 'crl', () => listFor(trust, ca, known, token.genTime))),
  )
  const responders = answers.flatMap((der) => readOcspResponse(der).certificates.map((certificate) => certificate.der))
  return {
    certificates: distinct([...paths.flat().map(({ der }) => der), ...responders]),
    ocsps: distinct(answers),
    crls: distinct(lists),
  }
}

/** The leaf, its issuer, and so on up to a self-issued root. */
function pathOf(leaf: Certificate, known: readonly Certificate[], level: LongTermLevel): [Certificate, Certificate, ...Certificate[]] {
  const { path, top } = pathUp(
    leaf,
    () => known,
    (certificate) => !notSelfIssued(certificate),
  )
  const [first, second, ...rest] = path
  if (!first || !second || !top) {
    throw new LevelNotReached(level, 'certificate_chain', { cause: 'no chain to a root' })
  }
  return [first, second, ...rest]
}

const notSelfIssued = (certificate: Certificate): boolean => !sameName(certificate.issuer, certificate.subject)

async function statusOf(trust: Trust, certificate: Certificate, issuer: Certificate, at: Date): Promise<Der> {
  const response = await trust.ocspFor(certificate.der)
  const { status, thisUpdate } = verifyOcsp(response, { certificate, issuer, at })
  if (status !== 'good') throw new Error(`certificate status ${status}`)
  if (thisUpdate.getTime() < at.getTime() - stalest) throw new Error('status is too old')
  return response
}

async function listFor(trust: Trust, certificate: Certificate, known: readonly Certificate[], at: Date): Promise<Der> {
  const issuer = known.find((candidate) => isIssuedBy(certificate, candidate))
  if (!issuer) throw new Error('no issuer')
  const list = await trust.crlFor(issuer.subject)
  const { status } = checkedList(list, certificate, issuer, at)
  if (status !== 'good') throw new Error(`certificate status ${status}`)
  return list
}

const checkedLists = new Map<string, Revocation>()
const mostCheckedLists = 64

/** A CRL stays the same for hours, and its signature is the slowest to check: the result is kept. */
function checkedList(list: Der, certificate: Certificate, issuer: Certificate, at: Date): Revocation {
  const key = sha256(list, certificate.der, issuer.der).toString('base64')
  const known = checkedLists.get(key)
  if (known?.nextUpdate && known.thisUpdate <= at && at <= known.nextUpdate) return known
  const checked = verifyCrl(list, { certificate, issuer, at })
  if (checkedLists.size >= mostCheckedLists) checkedLists.clear()
  checkedLists.set(key, checked)
  return checked
}

function distinct(ders: readonly Der[]): Der[] {
  return [...new Map(ders.map((der) => [Buffer.from(der).toString('latin1'), der])).values()]
}
