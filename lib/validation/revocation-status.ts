// The revocation status of certificates at a time, as far as the validation data proves it (EN 319 102-1, 5.2.5 and 5.2.6).

import { signatureAlgorithm } from '../crypto/algorithms'
import { equalBytes, signatureOf, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import { UnusableRevocation, verifyCrl, verifyOcsp, type Revocation, type RevocationStatus } from '../crypto/revocation'
import type { Budget } from '../signature/pdf/budget'
import { certificateEnd, stepsOf, type Path } from './certificate-path'
import { FRESH_FOR, RESPONDERS_EXEMPT, signatureEnd } from './policy'
import type { Proofs } from './proofs'
import type { ValidationMaterial } from './validation-material'

/**
 * What one OCSP answer or CRL says. `end`: until when the algorithms of its signature are accepted. `responder`: who signed it, where it was neither the
 * issuer nor an authority of the same key.
 */
export type Answer = Revocation & { der: Der; end: number; responder?: Certificate }

/** The status of a path. `of`: whose certificate is the first that is not good; `revoked`: what was said of it. */
export type Status = { status: RevocationStatus; revoked?: Answer; of?: 'signer' | 'issuer' }

/** `archived`: by what there are time-stamps over, alone. */
export function statusAt(path: Path, material: ValidationMaterial, proofs: Proofs, at: Date, { archived = false } = {}): Status {
  let unknown: Status['of']
  for (const [index, { certificate, issuer }] of stepsOf(path).entries()) {
    const answers = believable({ certificate, issuer }, material, proofs).filter(({ der }) => !archived || proofs.has(der))
    const whose = index === 0 ? 'signer' : 'issuer'
    const revoked = answers.find(({ status, revokedAt }) => status === 'revoked' && (!revokedAt || revokedAt <= at))
    if (revoked) return { status: 'revoked', revoked, of: whose }
    // A certificate that was revoked later was good at this time. An answer that had expired before this time says nothing.
    if (!isAssured(certificate) && !answers.some((answer) => answer.status !== 'unknown' && freshUntil(answer) >= at)) unknown ??= whose
  }
  return unknown ? { status: 'unknown', of: unknown } : { status: 'good' }
}

/**
 * EN 319 412-1 5.2 and RFC 9608: a certificate of a signer that lives so shortly that nobody answers whether it was revoked, and that says so itself.
 */
export const isAssured = ({ isCa, extensions }: Certificate): boolean =>
  !isCa && extensions.some(({ oid }) => oid === OID.validityAssured || oid === OID.noRevocationAvailable)

type Step = { certificate: Certificate; issuer: Certificate }

/**
 * What is said of a certificate by those who may be believed: an answer signed with what was broken before it provably existed may be anybody's, and so
 * may one of a responder whose key was lost by then.
 */
export const believable = ({ certificate, issuer }: Step, material: ValidationMaterial, proofs: Proofs): Answer[] =>
  answersAbout(certificate, issuer, material).filter(
    (answer) => proofs.of(answer.der).getTime() < answer.end && mayAnswer(answer, issuer, material, proofs),
  )

/** The certificate of a responder needs a status of its own, by those who need none (`policy.ts`). Answers that provably are older than its revocation stand. */
function mayAnswer({ der, responder, thisUpdate }: Answer, issuer: Certificate, material: ValidationMaterial, proofs: Proofs): boolean {
  if (!responder || isExempt(responder)) return true
  const said = answersAbout(responder, issuer, material).filter((answer) => !answer.responder || isExempt(answer.responder))
  const existed = proofs.of(der)
  if (said.some(({ status, revokedAt }) => status === 'revoked' && !(revokedAt && existed < revokedAt))) return false
  return said.some((answer) => answer.status !== 'unknown' && freshUntil(answer) >= thisUpdate)
}

const isExempt = (responder: Certificate): boolean =>
  isAssured(responder) || responder.extensions.some(({ oid }) => RESPONDERS_EXEMPT.has(oid))

/** The freshness of EN 319 102-1, 5.2.5, by the answer's own end or by the policy. */
export const freshUntil = ({ thisUpdate, nextUpdate }: Revocation): Date => nextUpdate ?? new Date(thisUpdate.getTime() + FRESH_FOR)

const responders = new WeakMap<ValidationMaterial, Map<string, Certificate>>()

/** Each answer brings its responder along: one that has signed hundreds is looked at once. */
function once(certificate: Certificate, material: ValidationMaterial): Certificate {
  const met = responders.get(material) ?? new Map<string, Certificate>()
  responders.set(material, met)
  const name = Buffer.from(certificate.der).toString('latin1')
  const first = met.get(name) ?? certificate
  met.set(name, first)
  return first
}

const known = new WeakMap<ValidationMaterial, WeakMap<Certificate, { issuer: Certificate; answers: Answer[] }[]>>()

/** All that is said of a certificate, by whoever may; each is checked once. */
export function answersAbout(certificate: Certificate, issuer: Certificate, material: ValidationMaterial): readonly Answer[] {
  const byCertificate = known.get(material) ?? new WeakMap<Certificate, { issuer: Certificate; answers: Answer[] }[]>()
  known.set(material, byCertificate)
  const byIssuer = byCertificate.get(certificate) ?? []
  byCertificate.set(certificate, byIssuer)
  const found = byIssuer.find((one) => one.issuer === issuer)
  if (found) return found.answers
  const answers = checked(certificate, issuer, material)
  byIssuer.push({ issuer, answers })
  return answers
}

function checked(certificate: Certificate, issuer: Certificate, material: ValidationMaterial): Answer[] {
  const { ocsps, crls, budget } = material
  return [
    ...ocsps.flatMap((response) =>
      proven(budget, 0, () => {
        const answer = verifyOcsp(response, { certificate, issuer })
        const { responderCertificate: responder } = answer
        const end = signatureEnd(signatureAlgorithm(response.signatureAlgorithm), responder.publicKey)
        const own = { ...answer, der: response.der }
        if (equalBytes(responder.spki, issuer.spki)) return { ...own, end }
        return { ...own, responder: once(responder, material), end: Math.min(end, certificateEnd(responder, issuer)) }
      }),
    ),
    ...crls.flatMap((crl) =>
      proven(budget, crl.der.length, () => ({
        ...verifyCrl(crl, { certificate, issuer }),
        der: crl.der,
        end: signatureEnd(signatureOf(crl.der), issuer.publicKey),
      })),
    ),
  ]
}

/** What `verify` proves, if anything. `size`: bytes that are hashed for it. What is about another certificate costs little. */
function proven<T>(budget: Budget, size: number, verify: () => T): T[] {
  budget.spend('steps', 50)
  let result: T[] = []
  try {
    result = [verify()]
  } catch (error) {
    if (error instanceof UnusableRevocation && (error.reason === 'other_certificate' || error.reason === 'not_the_issuer')) return []
  }
  budget.spend('verifications')
  budget.spend('hashed', size)
  return result
}
