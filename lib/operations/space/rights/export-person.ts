// Everything that is kept of a person, as a ZIP of JSON and files (GDPR Art. 15 and 20).

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import { Problem } from '../../../domain/problem'
import { requestFrom, signerOf } from '../../../domain/request'
import { ownCertificates, certificateFile } from '../certificates/own-certificates'
import { documentFiles } from '../../completion/seal-evidence'
import { entriesOfSigner } from '../../conversation/read-thread'
import type { Context } from '../../kernel/context'
import { loadEvents } from '../../kernel/evidence'
import type { File } from '../../kernel/file'
import { requireWithinLimit } from '../../kernel/limits'
import { documentsOf } from '../../kernel/revisions'
import { streamedZip, type StreamedEntry } from '../../kernel/streamed-zip'
import { identityPictures, verifiedIdentity } from '../../verification/verified-identity'
import { listSpaceSessions } from '../entrance/space-session'
import { ownPasskeys } from '../passkeys/own-passkeys'
import { appendToLog, spaceLog } from '../space-log'
import { settingsOf } from '../space-row'
import { savedIdentity } from './saved-identity'
import { allSigners, whatStays, type AskedSigner } from './what-stays'

const EXPORTS = { name: 'space-export', count: 5, windowMs: 3_600_000 }

export async function exportPerson(context: Context, caller: HolderCaller): Promise<File> {
  requirePermission(caller, 'space:read')
  await requireWithinLimit(context, caller.spaceId, EXPORTS)
  const entries: StreamedEntry[] = [
    jsonEntry('account.json', {
      settings: await settingsOf(context, context.db, caller.spaceId),
      sessions: await listSpaceSessions(context, caller),
      passkeys: await ownPasskeys(context, caller),
      identity: caller.level === 'proven' ? await savedIdentity(context, caller) : [],
      log: await spaceLog(context, context.db, caller.spaceId),
    }),
    jsonEntry('what-stays-after-an-erasure.json', await whatStays(context, caller)),
    ...(await certificateEntries(context, caller)),
  ]
  for (const signer of await allSigners(context, context.db, caller)) entries.push(...(await requestEntries(context, caller, signer)))
  const { bytes, sha256 } = await streamedZip(entries)
  await context.db.$transaction((tx) => appendToLog(context, tx, caller, [{ type: 'data_exported', sha256 }]))
  return { name: 'my-data.zip', mimeType: 'application/zip', bytes }
}

const jsonEntry = (name: string, value: unknown): StreamedEntry => ({ name, bytes: Buffer.from(`${JSON.stringify(value, null, 2)}\n`) })

async function certificateEntries(context: Context, caller: HolderCaller): Promise<StreamedEntry[]> {
  if (caller.level !== 'proven') return []
  const own = await ownCertificates(context, caller)
  const files: StreamedEntry[] = []
  for (const { id } of own) {
    const { name, bytes } = await certificateFile(context, caller, id)
    files.push({ name: `certificates/${name}`, bytes })
  }
  return [jsonEntry('certificates.json', own), ...files]
}

/** What was said of the person and what they did, in one request: of others only what stands in a document that all have signed. */
async function requestEntries(context: Context, caller: HolderCaller, { request, read, ...row }: AskedSigner): Promise<StreamedEntry[]> {
  const { name, email, phone, locale, country, originalName, refusalReason, subject, signedFrom } = read
  const events = await loadEvents(context, context.db, request.id)
  const state = requestFrom(events)
  const theirs = signerOf(state, row.id)
  const folder = `requests/${request.id}`
  const mayCheck = caller.level === 'proven'
  const pictures = mayCheck ? await identityPictures(context, theirs) : []
  return [
    jsonEntry(`${folder}/request.json`, {
      id: request.id,
      requester: request.tenant.name,
      asked: row.createdAt,
      status: row.status,
      documents: request.documents.map(({ document }) => ({ id: document.id, title: document.name, sha256: document.sha256 })),
      you: { name, originalName, email, phone, locale, country, subject, refusalReason, signedFrom },
      conversation: (await entriesOfSigner(context, row)).map(({ by, text, fields, at }) => ({ by, text, fields, at })),
      identity: mayCheck ? await verifiedIdentity(context, theirs) : null,
      events: events.filter(({ fact }) => 'signer' in fact && fact.signer === row.id),
    }),
    ...pictures.map((picture) => ({ name: `${folder}/identity/${picture.name}`, bytes: picture.bytes })),
    ...(state.completedAt === undefined ? [] : await signedFiles(context, folder, request.id, state)),
  ]
}

async function signedFiles(
  context: Context,
  folder: string,
  requestId: string,
  state: ReturnType<typeof requestFrom>,
): Promise<StreamedEntry[]> {
  try {
    const documents = await documentsOf(context, context.db, requestId, state)
    return (await documentFiles(context, { documents }, state)).map(({ name, bytes }) => ({ name: `${folder}/${name}`, bytes }))
  } catch (error) {
    // Bytes that were changed outside of the product are not sent; the rest still is.
    if (error instanceof Problem) return []
    throw error
  }
}
