// The signer asks for the certificate in the words shown; it is issued once, also when the machine stops in between.

import { createHash } from 'node:crypto'
import { readCertificate } from '../../../crypto/certificate'
import { readCertificationRequest } from '../../../crypto/x509/certification-request'
import { Problem } from '../../../domain/problem'
import type { Credential } from '../../../generated/prisma/client'
import type { Context, SignerCaller } from '../../kernel/context'
import { actAt, arriveAt, guardOf, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { confirmedReading } from '../names/document-names'
import { certificateRequest } from '../../legal-texts/legal-texts'
import { asShown, keepTexts, type AcceptableText } from '../../legal-texts/shown-text'
import { textFacts } from '../../journey/texts-at'
import { certificateContent } from './certificate-content'
import { openSubject } from '../../credentials/usable-credentials'

type Issued = { certificate: Uint8Array; serialHex: string; notAfter: Date }
const SUPERSEDED = 4

export async function acceptCertificateRequest(context: Context, caller: SignerCaller, input: { text: string }): Promise<void> {
  const guard = guardOf('certificate')
  const arrived = await arriveAt(context, caller, guard)
  const credentialId = arrived?.signer.pin
  if (!arrived || credentialId === undefined) return
  const text = await requestText(context, arrived)
  if (text.sha256 !== input.text)
    throw new Problem('STATE_CONFLICT', 'The certificate request has changed since it was shown. Read it again and accept it.')
  await keepTexts(context, [text])
  // The wish is recorded before anything is issued: no certificate without its request.
  await actAt(context, caller, guard, async ({ signer }) =>
    signer.certificateRequested
      ? []
      : [{ type: 'certificate_requested', signer: caller.signerId, credential: credentialId, text: asShown(text) }],
  )
  await issueOnce(context, caller, guard, arrived, credentialId)
}

export async function requestText(context: Context, journey: Journey): Promise<AcceptableText> {
  const mrz = await confirmedReading(context, context.db, journey)
  return certificateRequest(textFacts(context, journey), certificateContent(context, journey, mrz))
}

async function issueOnce(context: Context, caller: SignerCaller, guard: Guard, { mode }: Journey, credentialId: string): Promise<void> {
  const credential = await context.db.credential.findUniqueOrThrow({ where: { id: credentialId } })
  const trust = context.trust(mode)
  const { givenNames, surname, country } = openSubject(context, credential)
  const issued =
    (await issuedBefore(context, credential)) ??
    // The serial number of the subject says nothing about the person; it tells namesakes apart.
    (await trust.issue(credential.csr, {
      givenNames,
      surname,
      country,
      serialNumber: credential.id.slice(credential.id.indexOf('_') + 1),
    }))
  let stored = false
  await actAt(context, caller, guard, async ({ row }, tx) => {
    const won = await tx.credential.updateMany({
      where: { id: credential.id, certificate: null },
      data: {
        certificate: new Uint8Array(issued.certificate),
        serialHex: issued.serialHex,
        issuedAt: context.machineNow(),
        expiresAt: issued.notAfter,
      },
    })
    stored = won.count === 1
    if (!stored) return []
    return [
      {
        type: 'certificate_issued',
        signer: row.id,
        credential: credential.id,
        serial: issued.serialHex,
        certificate_sha256: createHash('sha256').update(issued.certificate).digest('hex'),
        not_after: issued.notAfter.toISOString(),
      },
    ]
  })
  if (stored) return
  // Pressed twice at once: one certificate stays, and it is the one that the evidence names.
  const kept = await context.db.credential.findUniqueOrThrow({ where: { id: credential.id } })
  if (kept.serialHex !== issued.serialHex) await trust.revoke(issued.serialHex, SUPERSEDED)
}

/** Issued for this key already, but the machine stopped before it was written down here. */
async function issuedBefore(context: Context, credential: Credential): Promise<Issued | null> {
  const { spki } = readCertificationRequest(credential.csr)
  const rows = await context.db.issuedCertificate.findMany({
    where: { issuer: 'issuing', revokedAt: null, issuedAt: { gte: credential.createdAt } },
  })
  for (const row of rows) {
    const certificate = readCertificate(row.certificate)
    if (Buffer.from(certificate.spki).equals(spki))
      return { certificate: row.certificate, serialHex: row.serialHex, notAfter: certificate.notAfter }
  }
  return null
}
