// Everything that a person has signed or was asked to sign, over all requesters, newest first.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { Prisma, RequestStatus, SignerStatus } from '../../../generated/prisma/client'
import { isWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { signerLink } from '../../kernel/links'
import { ownProfile, ownSigners } from '../whose'

/** `signed`: by this person, and not by all yet. `ended`: refused, expired or cancelled. */
export const DOCUMENT_STATES = ['to_sign', 'signed', 'completed', 'ended'] as const
type DocumentState = (typeof DOCUMENT_STATES)[number]

/** `search`: a part of a title or of the requester's name. `after`: the id of the last one of the page before. */
export type OwnFilter = {
  search?: string | undefined
  state?: DocumentState | undefined
  from?: Date | undefined
  to?: Date | undefined
  after?: string | undefined
}

type OwnDocuments = {
  id: string
  request: string
  requester: string
  state: DocumentState
  asked: Date
  /** Until when it can be signed. */
  until: Date
  documents: readonly { id: string; title: string; pages: number }[]
  /** The way to sign, where it is this person's turn. */
  link: string | null
}
export type OwnPage = { items: readonly OwnDocuments[]; after: string | null }

const AT_ONCE = 20
const OPEN: RequestStatus[] = ['pending', 'in_progress']
const TO_SIGN: SignerStatus[] = ['pending_verification', 'verification_failed', 'verified', 'signing']

const shown = {
  request: { include: { tenant: true, documents: { include: { document: true }, orderBy: { position: 'asc' } } } },
} as const satisfies Prisma.SignerInclude
type Found = Prisma.SignerGetPayload<{ include: typeof shown }>

export async function listOwn(context: Context, caller: HolderCaller, filter: OwnFilter): Promise<OwnPage> {
  requirePermission(caller, 'space:read')
  const rows = await context.db.signer.findMany({
    where: { AND: [ownSigners(caller), ...filtered(context, filter)] },
    include: shown,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    ...(filter.after === undefined ? {} : { cursor: { id: filter.after }, skip: 1 }),
    take: AT_ONCE + 1,
  })
  const items = rows.slice(0, AT_ONCE).flatMap((row) => itemOf(context, caller, row) ?? [])
  return { items, after: rows.length > AT_ONCE ? (rows[AT_ONCE - 1]?.id ?? null) : null }
}

function filtered(context: Context, { search, state, from, to }: OwnFilter): Prisma.SignerWhereInput[] {
  const words = search?.trim()
  const contains = { contains: words ?? '', mode: 'insensitive' } as const
  return [
    ...(words ? [{ request: { OR: [{ tenant: { name: contains } }, { documents: { some: { document: { name: contains } } } }] } }] : []),
    ...(from ? [{ createdAt: { gte: from } }] : []),
    ...(to ? [{ createdAt: { lt: to } }] : []),
    ...(state ? [inState(state, context.machineNow())] : []),
  ]
}

/** As `stateOf` says it of one row. */
function inState(state: DocumentState, now: Date): Prisma.SignerWhereInput {
  const open = { request: { status: { in: OPEN }, expiresAt: { gt: now } } }
  switch (state) {
    case 'to_sign':
      return { ...open, status: { in: TO_SIGN } }
    case 'signed':
      return { status: 'signed', request: { status: { in: OPEN } } }
    case 'completed':
      return { request: { status: 'completed' } }
    case 'ended':
      return {
        NOT: [
          { request: { status: 'completed' } },
          { status: 'signed', request: { status: { in: OPEN } } },
          { ...open, status: { in: TO_SIGN } },
        ],
      }
  }
}

function stateOf({ status, request }: Found, now: Date): DocumentState {
  if (request.status === 'completed') return 'completed'
  const isOpen = OPEN.includes(request.status)
  if (isOpen && status === 'signed') return 'signed'
  return isOpen && request.expiresAt > now && TO_SIGN.includes(status) ? 'to_sign' : 'ended'
}

/** One that was changed outside of the product is left out, and is in the log. */
function itemOf(context: Context, caller: HolderCaller, row: Found): OwnDocuments | null {
  const { request, ...signer } = row
  const whole = isWhole(context, 'signatureRequest', request) && isWhole(context, 'tenant', request.tenant)
  if (!whole || !ownProfile(context, caller, signer)) return null
  const state = stateOf(row, context.machineNow())
  return {
    id: row.id,
    request: request.id,
    requester: request.tenant.name,
    state,
    asked: row.createdAt,
    until: request.expiresAt,
    documents: request.documents.flatMap(({ document }) =>
      isWhole(context, 'document', document) ? [{ id: document.id, title: document.name, pages: document.pages }] : [],
    ),
    link: state === 'to_sign' ? signerLink(context, signer).url : null,
  }
}
