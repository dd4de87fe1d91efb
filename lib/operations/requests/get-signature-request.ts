// Reads what the API shows of signature requests: the state folded from the evidence, people, links, certificates and time-stamps.

import { requireWhole } from '../kernel/bound-rows'
import type { Mode, SignatureFailure, SignatureType } from '../../domain/event'
import { defaultMethod } from '../../domain/policy'
import {
  requestFrom,
  signerStatusOf,
  statusOf,
  type RequestState,
  type RequestStatus,
  type SignerStatus,
  signerOf,
} from '../../domain/request'
import type { LinkDelivery } from '../../generated/prisma/client'
import type { AnchorPlacement } from '../../signature/anchor/anchor-place'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { fileLink, shortly } from '../documents/file-links'
import { kindOfType } from '../../documents/kinds'
import { loadRequests, type LoadedRequest, type ShownRow } from './load-requests'
import { signerLink, statusLink } from '../kernel/links'
import { moment } from '../kernel/moment'
import { openProfile, type SignerProfile } from '../kernel/profile'
import { atOffset } from '../kernel/request-clock'
import { refuseDeleted } from '../kernel/refuse-deleted'
import { checkedEvents } from '../kernel/stored-evidence'
import { ownDocuments } from '../kernel/revisions'
import { noSuchRequest, ownRow } from './request-row'
import type { ShownTimestamp } from '../../documents/read-signature'
import { signatureShown, type ShownCertificate } from './signature-shown'

export type SignerView = {
  id: string
  name: string
  email: string
  phone: string | null
  locale: string
  method: string
  country: string | null
  order: number
  status: SignerStatus
  /** The signer changed what the requester had written. */
  corrected: boolean
  /** The reason in the signer's words. */
  refusalReason: string | null
  /** Why the signature that they authorised could not be made; null also once they sign again. */
  signatureFailure: SignatureFailure | null
  url: string | null
  signedAt: Date | null
  /** `revokedAt`: revoked after the signatures were made. */
  certificate: (ShownCertificate & { revokedAt: Date | null }) | null
  timestamp: ShownTimestamp | null
}

export type RequestView = {
  id: string
  status: RequestStatus
  mode: Mode
  signatureType: SignatureType
  ordered: boolean
  documents: { id: string; name: string; pages: number; sha256: string; signedSha256: string | null; signedUrl: string | null }[]
  /** `anchorPlacement`: where a field with an anchor was placed. */
  fields: {
    signerIndex: number
    documentId: string
    page: number
    x: number
    y: number
    width: number
    height: number
    anchorPlacement: { found: boolean; occurrences: number; note: string | null } | null
  }[]
  statusUrl: string
  redirectUrl: string | null
  delivery: LinkDelivery
  /** As wished for this request; null: as the organisation has it. */
  conversation: boolean | null
  auditTrailUrl: string | null
  signers: SignerView[]
  metadata: Record<string, never>
  cancelReason: string | null
  createdAt: Date
  expiresAt: Date
  completedAt: Date | null
}

/** `read`: the request, where the pipeline has read it with the API key; null where that key has none with this id. */
type Wanted = { requestId: string; read?: LoadedRequest | null }

export async function getSignatureRequest(context: Context, caller: OrganisationCaller, { requestId, read }: Wanted): Promise<RequestView> {
  return viewOf(context, read === undefined ? await loadedRequest(context, caller, requestId) : shownIfThere(context, read, requestId))
}

async function loadedRequest(context: Context, caller: OrganisationCaller, requestId: string): Promise<LoadedRequest> {
  return shownIfThere(context, (await loadRequests(context, caller, [requestId]))[0], requestId)
}

function shownIfThere(context: Context, loaded: LoadedRequest | null | undefined, requestId: string): LoadedRequest {
  if (!loaded) throw noSuchRequest(requestId)
  refuseDeleted(requireWhole(context, 'signatureRequest', loaded.row))
  return loaded
}

export async function viewOf(machine: Context, { row: stored, evidence }: LoadedRequest): Promise<RequestView> {
  const context = atOffset(machine, stored)
  const state = requestFrom(checkedEvents(context, stored.id, evidence))
  const row = ownRow(context, { ...stored, documents: ownDocuments(context, stored.id, state, stored.documents) })
  const now = context.now()
  const status = statusOf(state, now)
  const signers: SignerView[] = []
  for (const signer of row.signers) signers.push(await signerView(context, row, signer, state, status))
  return {
    id: row.id,
    status,
    mode: state.mode,
    signatureType: state.signatureType,
    ordered: state.ordered,
    documents: row.documents.map((part) => documentView(context, row, part, status)),
    fields: fieldsOf(row),
    statusUrl: statusLink(context, row).url,
    redirectUrl: row.redirectUrl,
    delivery: row.delivery,
    conversation: state.conversation ?? null,
    auditTrailUrl:
      state.sealedAt === undefined ? null : fileLink(context, { file: 'audit_trail', request: row.id }, shortly(context.machineNow())),
    signers,
    metadata: row.metadata as Record<string, never>,
    cancelReason: row.cancelReason,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    completedAt: moment(state.completedAt),
  }
}

function documentView(context: Context, row: ShownRow, { document, revisions }: ShownRow['documents'][number], status: RequestStatus) {
  const last = revisions.at(-1)
  const signed = status === 'completed' && last?.kind === 'signed' ? last : null
  return {
    id: document.id,
    name: document.name,
    pages: document.pages,
    sha256: document.sha256,
    signedSha256: signed?.sha256 ?? null,
    signedUrl:
      signed &&
      fileLink(
        context,
        { file: 'signed', request: row.id, document: document.id },
        shortly(context.machineNow()),
        `signed${kindOfType(document.mimeType).signed.extension}`,
      ),
  }
}

/** `signer_index` counts the signers as this answer lists them. */
function fieldsOf(row: ShownRow): RequestView['fields'] {
  return row.documents
    .flatMap(({ document, fields }) =>
      fields.map((field) => ({
        signerIndex: row.signers.findIndex(({ id }) => id === field.signerId),
        documentId: document.id,
        page: field.page,
        x: field.x,
        y: field.y,
        width: field.width,
        height: field.height,
        anchorPlacement: anchorPlacementOf(field),
      })),
    )
    .sort((a, b) => a.signerIndex - b.signerIndex)
}

/** A safe cast: only create-signature-request writes this column. */
export function anchorPlacementOf({ anchor }: { anchor: unknown }): RequestView['fields'][number]['anchorPlacement'] {
  if (typeof anchor !== 'object' || anchor === null) return null
  const { found, occurrences, note } = anchor as AnchorPlacement
  return { found, occurrences, note }
}

async function signerView(
  context: Context,
  row: ShownRow,
  signer: ShownRow['signers'][number],
  state: RequestState,
  status: RequestStatus,
): Promise<SignerView> {
  const profile = profileOrErased(context, signer, row)
  const folded = signerOf(state, signer.id)
  const open = (status === 'pending' || status === 'in_progress') && !folded.signedAt && !folded.refusedAt
  const shown = folded.signedAt ? await signatureShown(context, row, signer.id, state.mode) : null
  return {
    id: signer.id,
    name: profile.name,
    email: profile.email,
    phone: profile.phone,
    locale: signer.locale,
    method: profile.method,
    country: profile.country,
    order: signer.position,
    status: signerStatusOf(state, folded, context.now()),
    corrected: profile.corrected,
    refusalReason: profile.refusalReason ?? null,
    signatureFailure: folded.failed ?? null,
    url: open ? signerLink(context, signer).url : null,
    signedAt: moment(folded.signedAt),
    certificate: shown && { ...shown.certificate, revokedAt: moment(folded.certificateRevokedAt) },
    timestamp: shown?.timestamp ?? null,
  }
}

type Person = Pick<SignerProfile, 'name' | 'originalName' | 'email' | 'phone' | 'method' | 'country' | 'corrected' | 'refusalReason'>

/** An erased signer keeps a place in the list, without any data; the method is then the usual one of the request's level. */
export function profileOrErased(
  context: Context,
  signer: Parameters<typeof openProfile>[1],
  { signatureType }: Pick<RequestView, 'signatureType'>,
): Person {
  if (signer.profileKey === null)
    return {
      name: '(erased)',
      originalName: '(erased)',
      email: '(erased)',
      phone: null,
      method: defaultMethod(signatureType),
      country: null,
      corrected: false,
    }
  return openProfile(context, signer)
}
