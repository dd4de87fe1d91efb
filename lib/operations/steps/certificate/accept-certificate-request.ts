// The signer asks for the certificate in the words shown; issued once, also when the process stops in between.

import { sha256Hex } from '../../../crypto/algorithms'
import { readCertificate } from '../../../crypto/certificate'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import { changeBound, requireWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { actAt, arriveAt, guardOf, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { confirmedReading } from '../names/document-names'
import { certificateRequest } from '../../legal-texts/legal-texts'
import { asShown, keepTexts, type AcceptableText } from '../../legal-texts/shown-text'
import { textFacts } from '../../journey/texts-at'
import { certificateContent } from './certificate-content'
import { unlessRefused, providerCredential } from '../../credentials/provider-credential'
import { openSubject } from '../../credentials/usable-credentials'
import { keepFace } from '../../verification/kept-face'

export async function acceptCertificateRequest(context: Context, caller: SignerCaller, input: { text: string }): Promise<void> {
  const guard = guardOf('certificate')
  const arrived = await arriveAt(context, caller, guard)
  const credentialId = arrived?.signer.pin
  if (!arrived || credentialId === undefined) return
  const text = await requestText(context, arrived)
  if (text.sha256 !== input.text) throw new Problem('STATE_CONFLICT.certificate_request_changed')
  await keepTexts(context, [text])
  // The signer's request is recorded before the certificate is issued: no certificate without a request.
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
  const credential = requireWhole(context, 'credential', await context.db.credential.findUniqueOrThrow({ where: { id: credentialId } }))
  const { givenNames, surname, country } = openSubject(context, credential)
  // The serial number of the subject says nothing about the person; it tells namesakes apart.
  const serialNumber = credential.id.slice(credential.id.indexOf('_') + 1)
  const subject = { givenNames, surname, country, serialNumber }
  const { certificate } = unlessRefused(await context.signing(mode).certify(providerCredential(credential), subject))
  const { serialHex, notAfter } = readCertificate(certificate)
  await actAt(context, caller, guard, async ({ row, signer }, tx) => {
    const issued = { certificate: new Uint8Array(certificate), serialHex, issuedAt: context.machineNow(), expiresAt: notAfter }
    await changeBound(context, tx, 'credential', { id: credential.id }, issued)
    await keepFace(context, tx, { signer }, { credential: credential.id, until: notAfter })
    return [
      {
        type: 'certificate_issued',
        signer: row.id,
        credential: credential.id,
        serial: serialHex,
        certificate_sha256: sha256Hex(certificate),
        not_after: notAfter.toISOString(),
      },
    ]
  })
}
