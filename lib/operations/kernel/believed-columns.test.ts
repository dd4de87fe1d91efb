// Every column of the database is believed for a reason: it has a MAC, a seal, or facts that say the same; or nobody gets in, and nothing is
// signed, sent or shown as a fact, by what stands in it. A column that joins the schema has to be given its reason here.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { BOUND_ROWS, type BoundName } from './bound-rows'
import { SEALED_COLUMNS } from './sealed-columns'

/** Sealed under a key of the row's own, which is in SEALED_COLUMNS, or by the vault or the blobs; bound to its row. */
const SEALED_OTHERWISE: Readonly<Record<string, readonly string[]>> = {
  Signer: ['profile'],
  Verification: ['plan', 'result'],
  Frame: ['id', 'verificationId', 'stage', 'nonce', 'seq', 'capturedAt', 'receivedAt', 'blob', 'offset', 'size', 'sha256'],
  KnownIdentity: ['face'],
  KeptFace: ['id', 'face'],
  DocumentPicture: ['verificationId', 'side', 'blob'],
  ConversationEntry: ['text'],
  Credential: ['reference'],
  Activation: ['challenge'],
}

/** Compared with the evidence, or part of it and under its MACs. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  Event: [
    ...['id', 'requestId', 'sequence', 'at', 'actor', 'session', 'caller', 'signerId', 'type', 'fact'],
    ...['previousHash', 'hash', 'mac'],
  ],
  SpaceEvent: ['spaceId', 'sequence', 'at', 'session', 'type', 'fact', 'previousHash', 'hash', 'mac'],
  Space: ['headMac'],
  EvidenceStamp: ['requestId', 'sequence', 'hash', 'token', 'mac'],
  SignatureRequest: ['headMac', 'clockOffset', 'completedAt', 'evidenceBlob', 'auditBlob'],
  RequestDocument: ['id', 'requestId', 'documentId', 'position'],
  Revision: ['id', 'requestDocumentId', 'number', 'kind', 'sha256', 'sizeBytes', 'parts', 'signerId'],
  // A signature is made where the facts say that it was authorised, and checked with the certificate before it is believed; so is its stamp
  // with the signature.
  Activation: ['signatures', 'stamps'],
  // Compared with the secrets and with the test root of the data directory at each start.
  Installation: ['id', 'masterKeyCheck', 'serverShareCheck', 'rootSha256'],
}

const INDEX = 'an index for lists and jobs; what is shown and done follows the facts'
const SHOWN = 'shown beside what counts, and decides nothing'
const WHEN = 'says when a job looks; the job asks the facts'
const COUNTED = 'a counter: a MAC would not find an earlier row in its place (decisions/0024)'
const LIMIT = 'a limit of use, agreed with the operator'
const AT_REST = 'when and whether something was kept, sent or destroyed; its bytes are gone or are sealed'
const LOOKED_AT = 'found again, it leaves a check to a person; it passes nobody'
const FREE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Installation: { masterKeySince: WHEN, serverShareSince: WHEN, createdAt: SHOWN },
  Tenant: { plan: LIMIT, requestsPerMinute: LIMIT, storageBytes: LIMIT, storedBytes: COUNTED, createdAt: SHOWN },
  ApiKey: { name: SHOWN, last4: SHOWN, requestsPerMinute: LIMIT, createdAt: SHOWN, lastUsedAt: SHOWN, successorId: SHOWN },
  Document: { remarks: SHOWN, uploadedSha256: SHOWN, purgedAt: AT_REST, sweepAt: WHEN },
  SignatureRequest: { status: INDEX, archiveBytes: COUNTED, sweepAt: WHEN, stampsDueAt: WHEN },
  Revision: { ownBytes: COUNTED, createdAt: SHOWN },
  Signer: {
    status: INDEX,
    erasureAskedAt: 'erases the signer: whoever writes the database can destroy their key as well',
    holder: 'finds requests of a person, who are shown those alone whose sealed profile has the address',
  },
  ConsoleSession: { lastSeenAt: SHOWN },
  Verification: {
    kind: 'the evidence says of each check which kind it is; lists of checks pass over the other kind',
    personId: 'finds frames that were shown in an earlier check of the person',
    status: INDEX,
    matchScore: SHOWN,
    reason: SHOWN,
    submittedAt: WHEN,
    decidedAt: SHOWN,
    purgeAt: WHEN,
  },
  KnownIdentity: {
    ...{ verificationId: LOOKED_AT, tenantId: LOOKED_AT, mode: LOOKED_AT, holder: LOOKED_AT, document: LOOKED_AT },
    madeAt: LOOKED_AT,
  },
  KeptFace: { madeAt: SHOWN, purgeAt: WHEN },
  Person: { createdAt: SHOWN },
  Passkey: { backedUp: SHOWN, counter: COUNTED, device: SHOWN, place: SHOWN, lastUsedAt: SHOWN },
  SpaceSession: { place: SHOWN, lastSeenAt: COUNTED },
  Credential: { createdAt: SHOWN, revocationReason: SHOWN, failures: COUNTED, lockedAt: COUNTED },
  Activation: {
    state: INDEX,
    codeExpiresAt: COUNTED,
    codeSentAt: COUNTED,
    codeSends: COUNTED,
    codeTries: COUNTED,
    tries: COUNTED,
    authorisedAt: WHEN,
    sealedAt: WHEN,
  },
  OutboxMessage: { state: AT_REST, attempts: COUNTED, createdAt: AT_REST, sentAt: AT_REST },
  WebhookEndpoint: {
    description: SHOWN,
    previousUntil: 'an earlier secret signs beside the present one, never instead of it',
    disabledBecause: SHOWN,
    disabledAt: SHOWN,
    failingSince: COUNTED,
    turn: WHEN,
    turnUntil: WHEN,
    createdAt: SHOWN,
    updatedAt: SHOWN,
  },
}
/** Tables in which no column has authority. */
const FREE_TABLES: Readonly<Record<string, string>> = {
  RateWindow: COUNTED,
  UsageCounter: COUNTED,
  WebhookDelivery: 'event and endpoint have MACs, and must be of one account; a delivery says only that one is sent to the other (again)',
  WebhookAttempt: 'the log of what a receiver answered',
  IssuedCertificate: 'the register of the test authority, which signs every certificate in it; no live authority is in this database',
  Conversation: 'how far each side has read, and when it is told that there is more; texts and who wrote them stand elsewhere',
  FilmTrace: LOOKED_AT,
  FrameInRow: 'sealed pictures of earlier versions, which a start moves away',
}

const schema = readFileSync(path.join(import.meta.dirname, '../../../prisma/schema.prisma'), 'utf8')
const models = new Map([...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].map(([, name = '', body = '']) => [name, body]))
const columnsOf = (body: string): string[] =>
  body.split('\n').flatMap((line) => {
    const [, column, type] = /^ {2}(\w+)\s+(\w+)/.exec(line) ?? []
    return column === undefined || type === undefined || models.has(type) ? [] : [column]
  })
const delegate = (model: string) => model.charAt(0).toLowerCase() + model.slice(1)

it.each([...models])('each column of %s is believed for one reason', (model, body) => {
  const bound: readonly string[] = delegate(model) in BOUND_ROWS ? ['mac', ...BOUND_ROWS[delegate(model) as BoundName]] : []
  const sealed = Object.values(SEALED_COLUMNS).flatMap(({ table, column }) => (table === model ? [column as string] : []))
  const columns = columnsOf(body)
  if (model in FREE_TABLES) return expect([...bound, ...sealed]).toEqual([])
  const reasons = [
    ...bound,
    ...sealed,
    ...(SEALED_OTHERWISE[model] ?? []),
    ...(TOLD[model] ?? []),
    ...Object.keys(FREE[model] ?? {}),
    // The name of a sealed key says for what it is.
    ...(model === 'KeptKey' ? ['id'] : []),
  ]
  expect(reasons.sort()).toEqual(columns.sort())
})

it('names no table that is not there', () => {
  const named = [...Object.keys(SEALED_OTHERWISE), ...Object.keys(TOLD), ...Object.keys(FREE), ...Object.keys(FREE_TABLES)]
  expect(named.filter((model) => !models.has(model))).toEqual([])
  expect(Object.keys(BOUND_ROWS).filter((name) => ![...models.keys()].map(delegate).includes(name))).toEqual([])
})
