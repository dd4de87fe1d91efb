// What the rows of a request say that its facts say too. The facts cannot be rewritten, so whoever changes a deadline, an end or an erasure in
// the database, or removes a signer, a document, a field or a revision, is found at the next read of the evidence.

import type { EvidenceEvent } from '../../domain/event'
import { requestFrom } from '../../domain/request'

/** JSON has times as text. `fields` and `revisions`: how many rows the document has. */
export type ToldRows = {
  clockOffset: number
  expiresAt: Date | string
  completedAt: Date | string | null
  deletedAt: Date | string | null
  signers: readonly string[]
  documents: readonly { id: string; fields: number; revisions: number }[]
}

/** The columns and the rows, for a statement that reads them. `request`: SQL for the row of the request. */
export const toldRowsSql = (request: string): string => `
  ${request}."clockOffset", ${request}."expiresAt", ${request}."completedAt", ${request}."deletedAt",
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
  return document ? `document ${document.id}, of which a row was removed` : null
}

/** By how many seconds the test clock of the request was moved. */
const clockOf = (events: readonly EvidenceEvent[]): number =>
  events.reduce((seconds, { fact }) => (fact.type === 'clock_moved' ? seconds + fact.seconds : seconds), 0)

function isMoment(stored: Date | string | null, told: Date | string | undefined): boolean {
  if (stored === null || told === undefined) return stored === null && told === undefined
  return new Date(stored).getTime() === new Date(told).getTime()
}
