// Creates a signature request: keeps the rules, places all signature fields, and invites the first signer, all in one transaction.

import { newId } from '../../domain/ids'
import type { Prisma } from '../../generated/prisma/client'
import type { ApiCaller, Context, Tx } from '../context'
import { append, type Entry } from '../evidence'
import { getSignatureRequest, type RequestView } from './get-signature-request'
import { invite } from './invite-signer'
import { signerLink, statusLink } from '../links'
import { placeAllFields, type PlacedDocument } from './place-fields'
import { newProfileKey, newSalt, profileDigest, sealProfile, type SignerProfile } from '../profile'
import { expiryOf, inOrder, phoneOf, redirectOf, refuseInconsistent, refuseUnlessQes, type NewRequest, type NewSigner } from './request-rules'
import { addRevision } from '../revisions'

type SignerPlan = { id: string; position: number; index: number; profile: SignerProfile; key: Uint8Array<ArrayBuffer> }

export async function createSignatureRequest(context: Context, caller: ApiCaller, input: NewRequest): Promise<RequestView> {
  refuseInconsistent(input)
  refuseUnlessQes(input)
  const now = context.now()
  const expiresAt = expiryOf(input, now)
  const redirectUrl = redirectOf(input, caller.mode)
  const signers = inOrder(input.signers).map(({ signer, index, position }): SignerPlan => ({
    id: newId('sgn'), position, index, profile: profileOf(signer, index), key: newProfileKey(context),
  }))
  const documents = await placeAllFields(context, caller, input, signers)
  const id = newId('sreq')
  await context.db.$transaction(async (tx) => {
    await tx.signatureRequest.create({
      data: {
        id, tenantId: caller.tenantId, mode: caller.mode, status: 'pending', signatureType: input.signatureType, ordered: true,
        statusHash: statusLink(context, id).hash, redirectUrl, metadata: input.metadata as Prisma.InputJsonObject, createdAt: now, expiresAt,
      },
    })
    await tx.signer.createMany({ data: signers.map((plan) => signerRow(context, caller, id, plan)) })
    await writeDocuments(context, tx, id, documents)
    await append(context, tx, id, firstEntries(caller, input, expiresAt, signers, documents))
    await context.enqueue(tx, 'announce_expiry', { request: id }, { startAfter: expiresAt, key: `${id} ${expiresAt.getTime()}` })
    const first = signers[0]
    if (first) await invite(context, tx, first.id)
  })
  return getSignatureRequest(context, caller, { requestId: id })
}

function profileOf(signer: NewSigner, index: number): SignerProfile {
  const name = signer.name.normalize('NFC').replace(/\s+/g, ' ')
  return {
    name, email: signer.email, phone: phoneOf(signer, `/signers/${index}/phone`), locale: signer.locale ?? 'en-GB', country: signer.country,
    method: signer.method ?? 'video_id', originalName: name, corrected: false, salt: newSalt(),
  }
}

function signerRow(context: Context, caller: ApiCaller, requestId: string, { id, position, profile, key }: SignerPlan) {
  return {
    id, requestId, tenantId: caller.tenantId, position, status: position === 1 ? 'pending_verification' : 'waiting',
    profile: sealProfile(context, profile, key), profileKey: key, linkHash: signerLink(context, id, 1).hash, locale: profile.locale, createdAt: context.now(),
  }
}

async function writeDocuments(context: Context, tx: Tx, requestId: string, documents: readonly PlacedDocument[]): Promise<void> {
  const createdAt = context.now()
  for (const [position, { row, tail, sha256, sizeBytes, fields }] of documents.entries()) {
    const requestDocumentId = newId('rdoc')
    await tx.requestDocument.create({ data: { id: requestDocumentId, requestId, documentId: row.id, position } })
    await addRevision(tx, { requestDocumentId, number: 0, kind: 'uploaded', sha256: row.sha256, sizeBytes: row.sizeBytes, parts: [row.sha256], createdAt })
    await addRevision(tx, { requestDocumentId, number: 1, kind: 'fields_placed', sha256, sizeBytes, parts: [row.sha256, tail], createdAt })
    await tx.field.createMany({ data: fields.map((field) => ({ ...field, id: newId('fld'), requestDocumentId, type: 'signature' })) })
  }
}

function firstEntries(
  caller: ApiCaller, input: NewRequest, expiresAt: Date, signers: readonly SignerPlan[], documents: readonly PlacedDocument[],
): Entry[] {
  return [
    {
      actor: 'requester',
      fact: {
        type: 'request_created', mode: caller.mode, signature_type: input.signatureType, ordered: true, expires_at: expiresAt.toISOString(),
        documents: documents.map(({ row }) => ({ id: row.id, sha256: row.sha256, pages: row.pages, size_bytes: row.sizeBytes })),
        signers: signers.map(({ id, position, profile }) => ({ id, order: position, profile_sha256: profileDigest(profile) })),
      },
    },
    ...documents.map(({ row, sha256, fields }): Entry => ({
      actor: 'system', fact: { type: 'fields_placed', document: row.id, before: row.sha256, after: sha256, fields: fields.length },
    })),
  ]
}
