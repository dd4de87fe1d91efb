// Job and immediate act: turns the raw signatures of an activation into signed documents, one revision each, all of them or none. May be
// stopped and repeated at every point. A signature that can never be made ends here: its signer and the requester are told.

import { requireWhole } from '../kernel/bound-rows'
import { JOB } from '../../domain/caller'
import type { SignatureFailure } from '../../domain/event'
import type { Policy } from '../../domain/policy'
import { Problem } from '../../domain/problem'
import { MOST_SIGNERS } from '../../domain/request'
import { Prisma, type Activation, type Revision } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { append, loadRequest } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { signatureFailedMail, signedMail } from '../messages/identity'
import { letterIfPossible, send } from '../messages/letter'
import { inviteNext } from '../access/invite-signer'
import { documentsToSign } from '../journey/revision-to-sign'
import { removeUnused } from '../documents/blob-use'
import { addRevision } from '../kernel/revisions'
import { countStored } from '../kernel/storage'
import { sharedWork } from '../kernel/shared-work'
import { countUseOfRequest } from '../usage/count-use'
import { trailFact } from './carried/carried-trail'
import { openPrepared, type PreparedDocument } from './prepared-activation'
import { signOnce } from './afterwards/sign-once'
import { signWithSeal } from './afterwards/sign-with-seal'
import { sealDocument, SignatureInvalid, type SealedDocument } from './seal-document'

/** Called by the job and by the request that signed. */
export function sealSignature(context: Context, { activation }: { activation: string }): Promise<void> {
  return sharedWork(activation, () => seal(context, activation))
}

/** `turns`: how often others came first. Each of them has signed, so there are no more than signers. */
async function seal(context: Context, activationId: string, turns = 0): Promise<void> {
  const activation = await context.db.activation.findUnique({ where: { id: activationId } })
  if (!activation || activation.state !== 'authorised') return
  requireWhole(context, 'activation', activation)
  const journey = await standing(context, context.db, activation.signerId)
  // The row alone authorises nothing.
  if (journey.signer.authorised !== activationId) return
  const { signsWith } = journey.circumstances.policy
  // Else what the signer's key has signed stands in the act.
  const isAfterwards = signsWith !== 'own credential'
  const sealed: Sealed[] = []
  try {
    const signed = await SIGNED[signsWith](context, journey, activation)
    for (const one of openPrepared(context, signed).documents) {
      const made = await sealOne(context, journey, signed, one)
      if (made) sealed.push(made)
    }
  } catch (error) {
    // Somebody else of the request has signed meanwhile: what there is now is signed.
    if (isAfterwards && isChanged(error) && turns < MOST_SIGNERS) {
      await context.db.$transaction((tx) => drop(context, tx, sealed))
      return seal(context, activationId, turns + 1)
    }
    const reason = failureOf(error, context.machineNow().getTime() - (activation.authorisedAt?.getTime() ?? 0))
    if (reason === null) throw error
    context.log.error({ activation: activationId, reason, error }, 'a signature that was authorised cannot be made')
    return context.db.$transaction((tx) => fail(context, tx, activation, { reason, sealed }), { timeout: 20_000 })
  }
  const isFinished = await context.db.$transaction((tx) => finish(context, tx, activation, sealed), { timeout: 20_000 })
  if (!isFinished && turns < MOST_SIGNERS) return seal(context, activationId, turns + 1)
}

const SIGNED: Record<Policy['signsWith'], typeof signOnce> = {
  'own credential': async (_, __, activation) => activation,
  'one-shot certificate': signOnce,
  seal: signWithSeal,
}

type Sealed = { one: PreparedDocument; base: Revision; sealed: SealedDocument }

/** Null: a version of before has signed this document already. */
async function sealOne(context: Context, journey: Journey, activation: Activation, one: PreparedDocument): Promise<Sealed | null> {
  if (isSigned(journey, one)) return null
  const { mode, request, circumstances } = journey
  const base = (await documentsToSign(context, context.db, journey)).find(({ id }) => id === one.document)?.revision
  // The signer authorised exactly this revision; any other is not what they saw.
  if (base?.sha256 !== one.sha256) throw new Problem('DOCUMENT_CHANGED.since_accepted')
  const sealed = await sealDocument(context, context.trust(mode), {
    tenant: request.tenantId,
    activation,
    base,
    prepared: one,
    signature: rawSignature(activation, one.document),
    level: circumstances.policy.level,
  })
  return { one, base, sealed }
}

async function record(context: Context, tx: Tx, { row, request, circumstances }: Journey, { one, base, sealed }: Sealed): Promise<void> {
  const { sha256, sizeBytes, parts, ownBytes, serial, timestamp } = sealed
  await addRevision(tx, {
    requestDocumentId: one.requestDocument,
    number: base.number + 1,
    kind: 'signed',
    sha256,
    sizeBytes,
    parts,
    ownBytes,
    signerId: row.id,
    createdAt: context.now(),
  })
  await append(context, tx, request.id, [
    {
      by: JOB,
      fact: {
        type: 'document_signed',
        signer: row.id,
        document: one.document,
        before: base.sha256,
        after: sha256,
        serial,
        level: `${one.format}-${circumstances.policy.level}`,
        timestamp,
        ...trailFact(one),
      },
    },
  ])
  await countStored(tx, request.tenantId, ownBytes)
}

/**
 * All documents are signed in one transaction, or none is. Another process may have been faster: then its revisions stay. False where somebody
 * else has signed since, and these signatures are not over the newest bytes.
 */
async function finish(context: Context, tx: Tx, { id, signerId, authorisedAt }: Activation, sealed: readonly Sealed[]): Promise<boolean> {
  const journey = await lockedStanding(context, tx, signerId)
  const { request, signer } = journey
  if (!signer.signedAt && !areNewest(journey, sealed)) {
    await drop(context, tx, sealed)
    return false
  }
  const open = await tx.activation.updateMany({
    where: { id, state: 'authorised' },
    data: { state: 'sealed', sealedAt: context.now(), stamps: Prisma.DbNull },
  })
  if (open.count !== 1 || signer.signedAt) {
    await drop(context, tx, sealed)
    return true
  }
  for (const each of sealed) await record(context, tx, journey, each)
  await append(context, tx, request.id, [{ by: JOB, fact: { type: 'signer_signed', signer: signerId } }])
  const invited = await inviteNext(context, tx, request.id)
  const left = (await loadRequest(context, tx, request.id)).signers.filter((each) => !each.signedAt).length
  if (left === 0) await context.enqueue(tx, 'complete_request', { request: request.id }, { key: request.id })
  await tellWhoHasLeft(context, tx, signerId, authorisedAt, left > 0 || invited.length > 0)
  await countUseOfRequest(context, tx, request.id, 'signatures_completed')
  return true
}

function areNewest({ state }: Journey, sealed: readonly Sealed[]): boolean {
  return sealed.every(({ one, base }) => state.documents.find(({ id }) => id === one.document)?.revisions.at(-1)?.sha256 === base.sha256)
}

const isChanged = (error: unknown): boolean => error instanceof Problem && error.code === 'DOCUMENT_CHANGED'

/** A worker that died may have died of something else than the file, so this refusal must last. */
const DIES_AGAIN_MS = 3_600_000
/** No service that a signature needs is away for so long. */
const GIVEN_UP_MS = 7 * 86_400_000

/** Why this signature can never be made; null: it is to be tried again. `since`: how long ago it was authorised. */
function failureOf(error: unknown, since: number): SignatureFailure | null {
  // A document that has changed since can be read and signed as it is now.
  if (error instanceof SignatureInvalid || isChanged(error)) return 'invalid'
  const refused = error instanceof Problem && error.code.startsWith('DOCUMENT_')
  if (refused && (error.says !== 'DOCUMENT_DAMAGED.too_demanding' || since > DIES_AGAIN_MS)) return 'document'
  return since > GIVEN_UP_MS ? 'not_in_time' : null
}

/** What was made of documents in vain. */
function drop(context: Context, tx: Tx, sealed: readonly Sealed[]): Promise<void> {
  const parts = sealed.flatMap((each) => each.sealed.parts)
  return removeUnused(context, tx, parts)
}

/**
 * Ends the activation: nothing asks an authority for its sake any more. What the signer gave stays beside what it was given for, as the proof
 * of their act. They stand before signing again; the requester decides what is next.
 */
async function fail(
  context: Context,
  tx: Tx,
  { id, signerId, authorisedAt }: Activation,
  { reason, sealed }: { reason: SignatureFailure; sealed: readonly Sealed[] },
): Promise<void> {
  const { request } = await lockedStanding(context, tx, signerId)
  const open = await tx.activation.updateMany({
    where: { id, state: 'authorised' },
    data: { state: 'void', authorisedAt: null },
  })
  if (open.count !== 1) return
  await append(context, tx, request.id, [{ by: JOB, fact: { type: 'signature_failed', signer: signerId, activation: id, reason } }])
  await drop(context, tx, sealed)
  await tellOfFailure(context, tx, { signerId, authorisedAt, reason })
}

const PATIENCE_MS = 60_000

/** The mail that the page promised when sealing took longer than the visit. */
async function tellWhoHasLeft(context: Context, tx: Tx, signerId: string, authorisedAt: Date | null, othersToSign: boolean): Promise<void> {
  if (context.machineNow().getTime() - (authorisedAt?.getTime() ?? 0) < PATIENCE_MS) return
  const letter = await letterIfPossible(context, tx, signerId)
  if (letter) await send(context, tx, letter, 'signed', signedMail(letter, { othersToSign }))
}

/** The page of somebody who is still there tells them. */
async function tellOfFailure(
  context: Context,
  tx: Tx,
  { signerId, authorisedAt, reason }: Pick<Activation, 'signerId' | 'authorisedAt'> & { reason: SignatureFailure },
): Promise<void> {
  if (context.machineNow().getTime() - (authorisedAt?.getTime() ?? 0) < PATIENCE_MS) return
  const letter = await letterIfPossible(context, tx, signerId)
  if (!letter) return
  const again = reason !== 'document' && letter.expiresAt > context.now()
  await send(context, tx, letter, 'signature_failed', signatureFailedMail(letter, { again }))
}

const isSigned = ({ signer }: Journey, { document }: PreparedDocument): boolean => signer.documentsSigned.includes(document)

function rawSignature({ id, signatures }: Activation, document: string): Uint8Array {
  const values = Array.isArray(signatures) ? (signatures as { document: string; value: string }[]) : []
  const found = values.find((value) => value.document === document)
  if (!found) throw new Error(`activation ${id} holds no signature for ${document}`)
  return Buffer.from(found.value, 'base64')
}
