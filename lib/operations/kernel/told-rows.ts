// What the rows of a request say that its facts say too. The facts cannot be rewritten, so whoever changes a deadline, an end or an erasure in
// the database, or removes a row that they name, is found at the next read of the evidence.

import { ENDS, stampedOf, type EvidenceEvent, type Fact } from '../../domain/event'
import { requestFrom } from '../../domain/request'

const isAct = (fact: Fact) => fact.type === 'activation_started' || fact.type === 'signature_authorised'

/** Rows of signers that facts name, by table: what their ids are in the rows, and the fact that names one. */
const NAMED = {
  verifications: {
    table: 'Verification',
    in: (fact: Fact) => (fact.type === 'verification_started' || fact.type === 'step_up_started' ? fact.verification : null),
  },
  activations: { table: 'Activation', in: (fact: Fact) => (isAct(fact) ? fact.activation : null) },
  entries: {
    table: 'ConversationEntry',
    in: (fact: Fact) => (fact.type === 'message_sent_to_requester' || fact.type === 'message_sent_to_signer' ? fact.message : null),
  },
  credentials: { table: 'Credential', in: (fact: Fact) => (fact.type === 'pin_created' ? fact.credential : null) },
} as const
export type NamedRows = Record<keyof typeof NAMED, readonly string[]>
const LISTS = Object.keys(NAMED) as (keyof NamedRows)[]

/** A time-stamp without its token, which is some kilobytes: its MAC is over the digest. */
type StoredStamp = Pick<EvidenceEvent, 'sequence' | 'hash'> & { tokenSha256: string; mac: string }

/**
 * JSON has times as text. `fields` and `revisions`: how many rows the document has. `stamps`: the time-stamps, by the events that they are
 * over; `stampsDueAt`: since when some are still to be made.
 */
export type ToldRows = NamedRows & {
  clockOffset: number
  expiresAt: Date | string
  completedAt: Date | string | null
  deletedAt: Date | string | null
  stampsDueAt: Date | string | null
  stamps: readonly StoredStamp[]
  signers: readonly string[]
  documents: readonly { id: string; fields: number; revisions: number }[]
}

/** The rows that a statement reads for nothing else. `request`: SQL for the row of the request. */
export const namedRowsSql = (request: string): string => `
  ${LISTS.map(
    (list) => `(SELECT coalesce(json_agg("id"), '[]') FROM "${NAMED[list].table}"
      WHERE "signerId" IN (SELECT "id" FROM "Signer" WHERE "requestId" = ${request}."id")) AS "${list}"`,
  ).join(', ')},
  (SELECT coalesce(json_agg(json_build_object('sequence', "sequence", 'hash', "hash",
    'tokenSha256', encode(sha256("token"), 'hex'), 'mac', "mac") ORDER BY "sequence"), '[]')
    FROM "EvidenceStamp" WHERE "requestId" = ${request}."id") AS "stamps"`

/** All columns and rows, for a statement that reads them. `request`: SQL for the row of the request. */
export const toldRowsSql = (request: string): string => `
  ${request}."clockOffset", ${request}."expiresAt", ${request}."completedAt", ${request}."deletedAt", ${request}."stampsDueAt",
  ${namedRowsSql(request)},
  (SELECT coalesce(json_agg("id"), '[]') FROM "Signer" WHERE "requestId" = ${request}."id") AS "signers",
  (SELECT coalesce(json_agg(json_build_object('id', d."id",
    'fields', (SELECT count(*) FROM "Field" WHERE "requestDocumentId" = p."id"),
    'revisions', (SELECT count(*) FROM "Revision" WHERE "requestDocumentId" = p."id"))), '[]')
    FROM "RequestDocument" p JOIN "Document" d ON d."id" = p."documentId" WHERE p."requestId" = ${request}."id") AS "documents"`

/**
 * What of them is not as the facts tell it; null: nothing. There may be more rows than facts, because a transaction writes a row before its
 * fact; what the rows that are there say is for their MACs and for `ownDocuments`.
 */
export function untoldRow(events: readonly EvidenceEvent[], rows: ToldRows): string | null {
  const state = requestFrom(events)
  if (rows.clockOffset !== clockOf(events)) return 'its test clock'
  if (!isMoment(rows.expiresAt, state.expiresAt)) return 'its deadline'
  if (!isMoment(rows.completedAt, state.completedAt)) return 'its completion'
  if ((rows.deletedAt === null) !== (state.deletedAt === undefined)) return 'its erasure'
  const signer = state.signers.find(({ id }) => !rows.signers.includes(id))
  if (signer) return `signer ${signer.id}, whose row was removed`
  const document = state.documents.find(({ id, fields, revisions }) => {
    const row = rows.documents.find((one) => one.id === id)
    return !row || row.fields < fields || row.revisions < revisions.length
  })
  if (document) return `document ${document.id}, of which a row was removed`
  return missingRow(events, rows) ?? changedStamp(events, rows)
}

function missingRow(events: readonly EvidenceEvent[], rows: NamedRows): string | null {
  for (const list of LISTS) {
    const there = new Set(rows[list])
    for (const { fact } of events) {
      const id = NAMED[list].in(fact)
      if (id !== null && !there.has(id)) return `${NAMED[list].table.toLowerCase()} ${id}, whose row was removed`
    }
  }
  return null
}

/** Each time-stamp is over the chain as it is, and none is missing that is not still to be made. */
function changedStamp(events: readonly EvidenceEvent[], { stamps, stampsDueAt }: Pick<ToldRows, 'stamps' | 'stampsDueAt'>): string | null {
  const other = stamps.find(({ sequence, hash }) => events[sequence - 1]?.hash !== hash)
  if (other) return `event ${other.sequence}, which was time-stamped`
  const made = stampsDueAt === null ? events.length : stampedBySeal(events)
  const stamped = new Set(stamps.map(({ sequence }) => sequence))
  const missing = stampedOf(events).find(({ sequence }) => sequence <= made && !stamped.has(sequence))
  return missing ? `the time-stamp of event ${missing.sequence}, which was removed` : null
}

/** Evidence is sealed with the time-stamps of all events up to its end: none of these is made later, whatever the row says. */
function stampedBySeal(events: readonly EvidenceEvent[]): number {
  return events.some(({ fact }) => fact.type === 'evidence_sealed') ? events.findIndex(({ fact }) => END.has(fact.type)) + 1 : 0
}

const END: ReadonlySet<Fact['type']> = new Set(ENDS)

/** By how many seconds the test clock of the request was moved. */
const clockOf = (events: readonly EvidenceEvent[]): number =>
  events.reduce((seconds, { fact }) => (fact.type === 'clock_moved' ? seconds + fact.seconds : seconds), 0)

function isMoment(stored: Date | string | null, told: Date | string | undefined): boolean {
  if (stored === null || told === undefined) return stored === null && told === undefined
  return new Date(stored).getTime() === new Date(told).getTime()
}
