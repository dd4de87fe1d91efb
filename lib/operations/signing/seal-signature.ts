// Job and immediate act: turns the raw signatures of an activation into signed documents, one revision each. Resumable at every point and
// idempotent: the evidence shows what is done, and each is added with its request locked.

import { JOB } from '../../domain/caller'
import type { Activation, Revision } from '../../generated/prisma/client'
import type { Context, Tx } from '../kernel/context'
import { append, loadRequest } from '../kernel/evidence'
import { lockedStanding } from '../journey/act-at'
import { standing, type Journey } from '../journey/standing'
import { signedMail } from '../messages/identity'
import { letterIfPossible, send } from '../messages/letter'
import { inviteNext } from '../access/invite-signer'
import { documentsToSign } from '../journey/revision-to-sign'
import { addRevision } from '../kernel/revisions'
import { countStored } from '../kernel/storage'
import { sharedWork } from '../kernel/shared-work'
import { countUseOfRequest } from '../usage/count-use'
import { openPrepared, type PreparedDocument } from './prepared-activation'
import { sealDocument, type SealedDocument } from './seal-document'

/** Called by the job and by the request that signed. */
export function sealSignature(context: Context, { activation }: { activation: string }): Promise<void> {
  return sharedWork(activation, () => seal(context, activation))
}

async function seal(context: Context, activationId: string): Promise<void> {
  const activation = await context.db.activation.findUnique({ where: { id: activationId } })
  if (!activation || activation.state !== 'authorised') return
  const journey = await standing(context, context.db, activation.signerId)
  for (const one of openPrepared(context, activation).documents) await sealOne(context, journey, activation, one)
  await context.db.$transaction((tx) => finish(context, tx, activation), { timeout: 20_000 })
}

async function sealOne(context: Context, journey: Journey, activation: Activation, one: PreparedDocument): Promise<void> {
  if (isSigned(journey, one)) return
  const { mode, request, circumstances } = journey
  const base = (await documentsToSign(context, context.db, journey)).find(({ id }) => id === one.document)?.revision
  // The signer authorised exactly this revision; any other is not what they saw.
  if (base?.sha256 !== one.sha256)
    throw new Error(`document ${one.document} is not the revision that activation ${activation.id} authorised`)
  const sealed = await sealDocument(context, context.trust(mode), {
    tenant: request.tenantId,
    base,
    prepared: one,
    signature: rawSignature(activation, one.document),
    level: circumstances.policy.level,
  })
  await context.db.$transaction((tx) => record(context, tx, activation.signerId, { one, base, sealed }), { timeout: 20_000 })
}

async function record(
  context: Context,
  tx: Tx,
  signerId: string,
  { one, base, sealed }: { one: PreparedDocument; base: Revision; sealed: SealedDocument },
): Promise<void> {
  const journey = await lockedStanding(context, tx, signerId)
  const { request, row, circumstances } = journey
  // Another process was faster: its revision stays, ours is dropped.
  if (isSigned(journey, one)) return
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
      },
    },
  ])
  await countStored(tx, request.tenantId, ownBytes)
}

async function finish(context: Context, tx: Tx, { id, signerId, authorisedAt }: Activation): Promise<void> {
  const { request, signer } = await lockedStanding(context, tx, signerId)
  const open = await tx.activation.updateMany({ where: { id, state: 'authorised' }, data: { state: 'sealed', sealedAt: context.now() } })
  if (open.count !== 1 || signer.signedAt) return
  await append(context, tx, request.id, [{ by: JOB, fact: { type: 'signer_signed', signer: signerId } }])
  const invited = await inviteNext(context, tx, request.id)
  const left = (await loadRequest(context, tx, request.id)).signers.filter((each) => !each.signedAt).length
  if (left === 0) await context.enqueue(tx, 'complete_request', { request: request.id }, { key: request.id })
  await tellWhoHasLeft(context, tx, signerId, authorisedAt, left > 0 || invited.length > 0)
  await countUseOfRequest(context, tx, request.id, 'signatures_completed')
}

const PATIENCE_MS = 60_000

/** The mail that the page promised when sealing took longer than the visit. */
async function tellWhoHasLeft(context: Context, tx: Tx, signerId: string, authorisedAt: Date | null, othersToSign: boolean): Promise<void> {
  if (context.machineNow().getTime() - (authorisedAt?.getTime() ?? 0) < PATIENCE_MS) return
  const letter = await letterIfPossible(context, tx, signerId)
  if (letter) await send(context, tx, letter, 'signed', signedMail(letter, { othersToSign }))
}

const isSigned = ({ signer }: Journey, { document }: PreparedDocument): boolean => signer.documentsSigned.includes(document)

function rawSignature({ id, signatures }: Activation, document: string): Uint8Array {
  const values = Array.isArray(signatures) ? (signatures as { document: string; value: string }[]) : []
  const found = values.find((value) => value.document === document)
  if (!found) throw new Error(`activation ${id} holds no signature for ${document}`)
  return Buffer.from(found.value, 'base64')
}
