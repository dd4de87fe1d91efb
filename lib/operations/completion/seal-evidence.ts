// Makes the sealed part of the evidence of a request that has ended: audit trail, events, their time-stamps, certificates and the manifest
// over everything.

import { pemOf, readCertificate } from '../../crypto/certificate'
import type { EvidenceEvent } from '../../domain/event'
import { requestFrom, signerOf, type RequestState } from '../../domain/request'
import { storedZip, type ZipEntry } from '../../signature/zip/stored'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { kindOfType } from '../../documents/kinds'
import { inSlices } from '../kernel/in-slices'
import { sealed } from '../kernel/seal'
import { newest, revisionBytes } from '../kernel/revisions'
import type { RequestRow } from '../requests/request-row'
import { identityPictures } from '../verification/verified-identity'
import { auditTrail } from '../trail/audit-trail'
import { auditTrailHtml } from '../trail/audit-trail-html'
import { auditTrailReport } from '../trail/audit-trail-report'
import { drawn } from '../report/drawn'
import { entryOf, MANIFEST, MANIFEST_FORMAT, sealedManifest, type ManifestEntry } from './manifest'
import { fileName } from '../kernel/file'
import type { StreamedEntry } from '../kernel/streamed-zip'
import type { Stamp } from './stamp-evidence'
import { wording } from '../../wording/wording'
import { oneShotCertificate } from '../signing/afterwards/one-shot-certificate'

export type SealedEvidence = {
  /** The sealed part as a ZIP; signed documents and pictures stay where they are and join it at download. */
  pack: Buffer
  auditTrail: Uint8Array
  manifestSha256: string
}

export async function sealEvidence(
  context: Context,
  row: RequestRow,
  requester: string,
  { events, stamps }: { events: readonly EvidenceEvent[]; stamps: readonly Stamp[] },
): Promise<SealedEvidence> {
  const first = events[0]?.fact
  const last = events.at(-1)
  if (first?.type !== 'request_created' || !last) throw new Error('there is no evidence to seal')
  const trust = context.trust(first.mode)
  const now = context.machineNow()
  const trail = await auditTrail(context, row, requester, events)
  const sealer = await trust.sealer()
  const report = await drawn(context, auditTrailReport(trail, now), { tenant: row.tenantId })
  const reason = wording(trail.language, 'trail')('title')
  const audit = await sealed(context, trust, { form: 'PAdES', bytes: report }, { tenant: row.tenantId, now, reason })
  const parts: ZipEntry[] = [
    { name: 'audit-trail.pdf', bytes: audit },
    { name: 'audit-trail.html', bytes: Buffer.from(auditTrailHtml(trail)) },
    { name: 'events.json', bytes: Buffer.from(await jsonOf(events)) },
    ...stamps.map(({ event, token }) => ({ name: stampEntry(event), bytes: Buffer.from(token) })),
    ...(await certificates(context, row, events, sealer.certificate, trust.chain)),
  ]
  const state = requestFrom(events)
  const documents = documentEntries(row, state)
  const outside: ManifestEntry[] = []
  for (const { entry, revision, erasable, erased } of documents) {
    // What is sealed here was read here.
    if (!erased) await revisionBytes(context, revision)
    outside.push({ name: entry, size: revision.sizeBytes, sha256: revision.sha256, ...(erasable ? { erasable } : {}) })
  }
  for (const picture of await pictures(context, row, state)) outside.push(entryOf(picture.name, picture.bytes, true))
  const { json, p7s } = await sealedManifest(
    trust,
    {
      format: MANIFEST_FORMAT,
      request: row.id,
      mode: first.mode,
      qualified: trust.qualified,
      sealed_at: now.toISOString(),
      chain: { events: last.sequence, head: last.hash },
      time_stamps: stamps.map(({ event }) => ({ event: event.sequence, entry: stampEntry(event) })),
      documents: documents.map(({ id, name, entry }) => ({ id, name, entry })),
      entries: [...parts.map(({ name, bytes }) => entryOf(name, bytes)), ...outside],
    },
    now,
  )
  const pack = storedZip([...parts, { name: MANIFEST.json, bytes: json }, { name: MANIFEST.signature, bytes: p7s }])
  return { pack, auditTrail: audit, manifestSha256: entryOf('manifest.json', json).sha256 }
}

/** As JSON with an indent of two. Evidence may be long. */
async function jsonOf(events: readonly EvidenceEvent[]): Promise<string> {
  const each = await inSlices(events, (event) => JSON.stringify(event, null, 2).replaceAll(/^/gm, '  '))
  return `[\n${each.join(',\n')}\n]\n`
}

const stampEntry = ({ sequence, fact }: EvidenceEvent): string => `time-stamps/${sequence}-${fact.type}.tst`

/**
 * The last revision of each document, under the name it has in the archive. What not everybody has signed is kept no longer than any upload:
 * `erased`, when that time is over.
 */
export function documentEntries(row: Pick<RequestRow, 'documents'>, state: RequestState) {
  const erasable = state.completedAt === undefined
  return row.documents.map(({ document, revisions }, index) => {
    const revision = newest(revisions)
    const { signed, extension } = kindOfType(document.mimeType)
    // Nobody may have signed before the end: then the file is what was uploaded.
    const end = revision.kind === 'signed' ? signed.extension : extension
    const entry = `documents/${index + 1}-${fileName(document.name, end)}`
    return { id: document.id, name: document.name, revision, signed, entry, erasable, erased: erasable && document.purgedAt !== null }
  })
}

/** The pictures of the identity check; none after their retention. */
export async function pictures(context: Context, row: RequestRow, state: RequestState): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = []
  for (const { id, position } of row.signers) {
    const found = await identityPictures(context, signerOf(state, id))
    entries.push(...found.map(({ name, bytes }) => ({ name: `identity/${position}-${name}`, bytes })))
  }
  return entries
}

async function certificates(
  context: Context,
  row: RequestRow,
  events: readonly EvidenceEvent[],
  seal: Uint8Array,
  chain: readonly Uint8Array[],
): Promise<ZipEntry[]> {
  const signers: ZipEntry[] = []
  for (const { id, position } of row.signers) {
    const fact = events.find((event) => event.fact.type === 'document_signed' && event.fact.signer === id)?.fact
    const held = fact?.type === 'document_signed' ? await context.db.credential.findUnique({ where: { serialHex: fact.serial } }) : null
    const certificate = held ? requireWhole(context, 'credential', held).certificate : await oneShotCertificate(context, events, id)
    if (certificate) signers.push({ name: `certificates/${position}-signer.pem`, bytes: pemFile(certificate) })
  }
  const authorities = chain.map((der) => {
    const { subject, issuer } = readCertificate(der)
    return { name: Buffer.compare(subject, issuer) === 0 ? 'certificates/root.pem' : 'certificates/issuing.pem', bytes: pemFile(der) }
  })
  return [...signers, { name: 'certificates/seal.pem', bytes: pemFile(seal) }, ...authorities]
}

const pemFile = (der: Uint8Array): Buffer => Buffer.from(pemOf(der))

export async function documentFiles(context: Context, row: Pick<RequestRow, 'documents'>, state: RequestState): Promise<StreamedEntry[]> {
  const files: StreamedEntry[] = []
  for (const { entry, revision, erased } of documentEntries(row, state)) {
    if (!erased) files.push({ name: entry, bytes: await revisionBytes(context, revision) })
  }
  return files
}
