// Opens an activation: prepares all documents for signature, and sends a code bound to exactly these bytes to the signer's phone.

import { changeBound } from '../../kernel/bound-rows'
import { randomBytes } from 'node:crypto'
import { sessionHash } from '../../../crypto/activation'
import { readCertificate } from '../../../crypto/certificate'
import { newId } from '../../../domain/ids'
import { wholeName } from '../../../domain/person-name'
import { Problem } from '../../../domain/problem'
import type { SignerCaller } from '../../../domain/caller'
import type { Context, Tx } from '../../kernel/context'
import { unlessRefused, providerCredential } from '../../credentials/provider-credential'
import { refuseRevoked } from '../../credentials/refuse-revoked'
import type { UsableCredential } from '../../credentials/usable-credentials'
import { actAt, arriveAt, guardOf, type Guard } from '../../journey/act-at'
import type { Journey } from '../../journey/standing'
import { documentsToSign, type DocumentToSign } from '../../journey/revision-to-sign'
import { trailToCarry } from '../../signing/carried/carried-trail'
import { refuseAfterClosed } from '../../signing/closed-activations'
import { FAILURES_UNTIL_LOCKED, triesAllowed } from '../../signing/limits-of-signing'
import { lockCredential } from '../../signing/lock-credential'
import { markOf } from '../../signing/mark'
import { openActivation } from '../../signing/open-activation'
import { activationOf, type PreparedActivation, type PreparedDocument } from '../../signing/prepared-activation'
import { shredFaces } from '../../verification/kept-face'
import { prepareDocument } from '../../signing/prepare-document'
import { beginActivation } from './begin-activation'
import { requireCodeAllowed } from './post-code'
import { signatureFailed } from './signature-failed'

export async function startSigning(context: Context, caller: SignerCaller, input: { credential: string }): Promise<void> {
  const guard = guardOf('sign')
  await refuseRevoked(context, caller.signerId, input)
  const arrived = await arriveAt(context, caller, guard)
  if (!arrived || (await openActivation(context, context.db, arrived, { credentialId: input.credential }))) return
  if (arrived.signer.failed === 'document') throw signatureFailed('document', arrived)
  const credential = arrived.credentials.find(({ row }) => row.id === input.credential)
  if (!credential) throw unusable()
  if (credential.row.failures >= FAILURES_UNTIL_LOCKED) throw await lockedOut(context, caller, guard, credential)
  const provider = context.signing(arrived.mode)
  // The key may have been revoked elsewhere: better found before the PIN than after it.
  if (!unlessRefused(await provider.describe(providerCredential(credential.row))).usable) throw await revokedOutside(context, credential)
  await refuseAfterClosed(context, arrived.request.id, caller)
  await requireCodeAllowed(context, caller, arrived, credential.row.id)
  const documents = await approvedDocuments(context, arrived)
  const id = newId('act')
  const prepared: PreparedActivation = {
    nonce: randomBytes(16).toString('base64'),
    documents: await prepareAll(context, arrived, credential, documents),
  }
  const activation = activationOf({ id, signerId: caller.signerId }, credential.row, prepared)
  const session_hash = sessionHash(activation)
  const challenge = unlessRefused(await provider.challenge(activation))
  await actAt(context, caller, guard, async (journey, tx) => {
    // Pressed twice: one activation, one code.
    if (await openActivation(context, tx, journey, { credentialId: credential.row.id })) return []
    await requireUnchanged(context, tx, journey, prepared)
    return beginActivation(context, tx, journey, caller, {
      ...{ id, credential: credential.row.id, session_hash, prepared, challenge },
      allowed: triesAllowed(credential.row),
      to: credential.subject.phone,
      to_sign: prepared.documents.map((one) => ({
        document: one.document,
        sha256: one.sha256,
        dtbsr_sha256: one.prepared.toSignSha256,
      })),
    })
  })
}

const unusable = () => new Problem('CREDENTIAL_LOCKED.unusable')

/** Notes that the provider has revoked the key. */
async function revokedOutside(context: Context, { row }: UsableCredential): Promise<Problem> {
  await changeBound(context, context.db, 'credential', { id: row.id, revokedAt: null }, { revokedAt: context.machineNow() })
  await shredFaces(context.db, [row.id])
  return unusable()
}

/** Locks a key whose tries are used up: a process that stopped during the last try has not locked it. */
async function lockedOut(context: Context, caller: SignerCaller, guard: Guard, { row }: UsableCredential): Promise<Problem> {
  await actAt(context, caller, guard, async (_, tx) => {
    await lockCredential(context, tx, row.id)
    return [{ type: 'credential_locked', signer: caller.signerId, credential: row.id }]
  })
  return new Problem('CREDENTIAL_LOCKED.locked', {}, { triesLeft: 0 })
}

/** Refuses unless the documents are, byte for byte, those that were accepted. */
async function approvedDocuments(context: Context, journey: Journey): Promise<DocumentToSign[]> {
  const documents = await documentsToSign(context, context.db, journey)
  const approved = journey.signer.approved ?? []
  const unchanged =
    documents.length === approved.length &&
    documents.every(({ id, revision }) => approved.some((one) => one.id === id && one.sha256 === revision.sha256))
  if (!unchanged) throw changed()
  return documents
}

async function requireUnchanged(context: Context, tx: Tx, journey: Journey, { documents }: PreparedActivation): Promise<void> {
  const now = await documentsToSign(context, tx, journey)
  if (!now.every(({ id, revision }) => documents.some((one) => one.document === id && one.sha256 === revision.sha256))) throw changed()
}

const changed = () => new Problem('DOCUMENT_CHANGED.since_accepted')

async function prepareAll(context: Context, journey: Journey, credential: UsableCredential, documents: readonly DocumentToSign[]) {
  const chain = context.trust(journey.mode).chain.slice(0, -1)
  // The time in a signature must be real: time-stamps and certificates know no test clock.
  const now = context.machineNow()
  const name = readCertificate(credential.certificate).subjectAttributes['CN'] ?? journey.profile.name
  const trail = await trailToCarry(context, journey, { name, now })
  const named = { name: wholeName(credential.subject), certificate: credential.certificate }
  const prepared: PreparedDocument[] = []
  // One after the other: a document may have 50 MB, and memory is shared.
  for (const document of documents) {
    const field = document.field && { name: document.field.name, mark: markOf(context, journey, named, now, document.field) }
    const one = await prepareDocument(context, journey.request.tenantId, document, {
      // This id was made after the upload, so the document cannot contain it.
      id: journey.row.id,
      certificate: credential.certificate,
      chain,
      now,
      field,
      trail: trail.carried,
    })
    const of = { document: document.id, requestDocument: document.requestDocumentId, sha256: document.revision.sha256 }
    prepared.push({ ...one, ...of, trail: trail.of })
  }
  return prepared
}
