// Signs with a key and a certificate of this act alone, after its code was right: the documents as they are now. The key is in memory while it
// signs, so a crash before its signatures are stored leaves nothing but a certificate that signed nothing; then another one is made.

import { sha256Hex } from '../../../crypto/algorithms'
import { readCertificate } from '../../../crypto/certificate'
import { JOB } from '../../../domain/caller'
import type { Fact } from '../../../domain/event'
import type { OneShotSignatures } from '../../../domain/ports'
import { Prisma, type Activation } from '../../../generated/prisma/client'
import { lockedStanding } from '../../journey/act-at'
import { documentsToSign } from '../../journey/revision-to-sign'
import type { Journey } from '../../journey/standing'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { append } from '../../kernel/evidence'
import { markOf } from '../mark'
import { openPrepared, sealPrepared, type PreparedActivation, type PreparedDocument } from '../prepared-activation'
import { areThese, octetsOf, prepareNewest, signaturesOf } from './sign-newest'

/** A signature needs its time-stamp while the certificate is valid. Shorter before its end another one is made. */
const ENOUGH_MS = 60 * 60_000

/**
 * The act with a signature on the newest bytes of each document. Asked again for the same bytes, the same one. Two processes may ask at once: the
 * signatures that are stored first are kept, and those of the other are dropped with their key.
 */
export async function signOnce(context: Context, journey: Journey, activation: Activation): Promise<Activation> {
  const documents = await documentsToSign(context, context.db, journey)
  const before = openPrepared(context, activation)
  // The time in a signature must be real: time-stamps and certificates know no test clock.
  const now = context.machineNow()
  if (areThese(before.documents, documents) && isLasting(before, now)) return activation
  const { name } = journey.profile
  let prepared: PreparedDocument[] = []
  const made = await context.trust(journey.mode).signOnce({ name }, async (certificate) => {
    prepared = await prepareNewest(context, journey, documents, {
      certificate,
      now,
      mark: (field) => markOf(context, journey, { name, certificate }, now, field),
    })
    return octetsOf(prepared)
  })
  const certificate = Buffer.from(made.certificate).toString('base64')
  await keep(context, activation, made, { nonce: before.nonce, documents: prepared, certificate })
  // Another process may have been first: what is prepared and its signatures are of one row.
  return requireWhole(context, 'activation', await context.db.activation.findUniqueOrThrow({ where: { id: activation.id } }))
}

function isLasting({ certificate }: PreparedActivation, now: Date): boolean {
  return certificate !== undefined && readCertificate(Buffer.from(certificate, 'base64')).notAfter.getTime() - now.getTime() > ENOUGH_MS
}

/** Signatures, certificate and the end of the key are one transaction, on the row as it was read. */
async function keep(context: Context, activation: Activation, made: OneShotSignatures, prepared: PreparedActivation): Promise<void> {
  const { id, signerId } = activation
  await context.db.$transaction(async (tx) => {
    const { request } = await lockedStanding(context, tx, signerId)
    const kept = await tx.activation.updateMany({
      where: { id, state: 'authorised', prepared: activation.prepared },
      data: {
        prepared: sealPrepared(context, id, prepared),
        signatures: signaturesOf(prepared.documents, made.signatures),
        stamps: Prisma.DbNull,
      },
    })
    if (kept.count !== 1) return
    await append(
      context,
      tx,
      request.id,
      factsOf(activation, made).map((fact) => ({ by: JOB, fact })),
    )
  })
}

function factsOf({ id, signerId }: Activation, { certificate, signatures, destroyedAt }: OneShotSignatures): Fact[] {
  const { serialHex: serial, spki, notAfter } = readCertificate(certificate)
  const of = { signer: signerId, activation: id, serial, key_sha256: sha256Hex(spki) }
  return [
    {
      ...of,
      type: 'one_shot_certificate_issued',
      certificate_sha256: sha256Hex(certificate),
      not_after: notAfter.toISOString(),
    },
    {
      ...of,
      type: 'one_shot_key_destroyed',
      signatures_sha256: signatures.map((value) => sha256Hex(value)),
      at: destroyedAt.toISOString(),
    },
  ]
}
