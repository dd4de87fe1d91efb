// Takes a document to be signed: refuses what cannot be signed, with the reason and the cure, and keeps the exact bytes.

import type { StagedBlob } from '../../domain/ports'
import { newId } from '../../domain/ids'
import { plainLine } from '../../domain/plain-text'
import type { Document, Prisma } from '../../generated/prisma/client'
import { doneBefore, markDone } from '../kernel/claim'
import type { OrganisationCaller } from '../../domain/caller'
import { bound } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { takeRoom } from '../kernel/storage'
import { piecesFrom } from '../kernel/stored-bytes'
import { KINDS, type KindName, type Remark } from '../../documents/kinds'
import { countUse } from '../usage/count-use'
import { lockBlobs, removeUnused } from './blob-use'
import { documentView, getDocument, type DocumentView } from './get-document'
import { GRACE_MS } from './purge-documents'
import { staging, type UploadFile } from './staging'

const RETENTION_DAYS = 90

export type Upload = {
  file: UploadFile
  name?: string | undefined
  locale?: string | undefined
  /** An unencrypted copy may be signed. */
  acceptDecrypted?: boolean | undefined
}

export async function uploadDocument(context: Context, caller: OrganisationCaller, upload: Upload): Promise<DocumentView> {
  const done = doneBefore(context)
  if (done !== null) return getDocument(context, caller, { documentId: done })
  const { file, acceptDecrypted = false } = upload
  return staging(context, file, async (staged, source) => {
    const { mended, ...inspected } = await context.documents.run('inspect', {
      tenant: caller.tenantId,
      sha256: staged.sha256,
      bytes: async () => piecesFrom(source),
      given: { acceptDecrypted },
    })
    if (!mended) return accept(context, caller, staged, upload, { ...inspected, uploadedSha256: null })
    const copy = { name: file.name, mimeType: file.mimeType, bytes: mended }
    return staging(context, copy, (made) => accept(context, caller, made, upload, { ...inspected, uploadedSha256: staged.sha256 }))
  })
}

type Accepted = Pick<Document, 'pages' | 'layers' | 'unprinted' | 'uploadedSha256'> & { kind: KindName; remarks: readonly Remark[] }

async function accept(
  context: Context,
  caller: OrganisationCaller,
  staged: StagedBlob,
  { file, name, locale }: Upload,
  { kind, pages, layers, unprinted, remarks, uploadedSha256 }: Accepted,
): Promise<DocumentView> {
  const { mimeType, extension } = KINDS[kind]
  const createdAt = context.now()
  const expiresAt = new Date(createdAt.getTime() + RETENTION_DAYS * 86_400_000)
  const row = await keep(
    context,
    caller,
    staged,
    bound(context.secrets, 'document', {
      id: newId('doc'),
      tenantId: caller.tenantId,
      mode: caller.mode,
      name: name ?? titleFrom(file.name, extension),
      mimeType,
      sizeBytes: staged.size,
      pages,
      layers,
      unprinted,
      remarks: [...remarks],
      uploadedSha256,
      sha256: staged.sha256,
      locale: locale ?? null,
      createdAt,
      expiresAt,
      sweepAt: new Date(expiresAt.getTime() + GRACE_MS),
    }),
  )
  return documentView(context, row)
}

/** Locks the content, which may reach the end of its retention at this moment: it must not be deleted before its new row is there. */
async function keep(
  context: Context,
  caller: OrganisationCaller,
  staged: StagedBlob,
  data: Prisma.DocumentUncheckedCreateInput,
): Promise<Document> {
  try {
    return await context.db.$transaction(async (tx) => {
      await lockBlobs(tx, [staged.sha256])
      await staged.keep()
      const document = await tx.document.create({ data })
      await takeRoom(tx, caller.tenantId, staged.size)
      await countUse(context, tx, caller, 'documents_uploaded')
      await markDone(context, tx, document.id)
      return document
    })
  } catch (error) {
    await context.db.$transaction((tx) => removeUnused(context, tx, [staged.sha256]))
    throw error
  }
}

/** The title from a file name, without its path and invisible characters. */
function titleFrom(fileName: string, extension: string): string {
  const base = fileName.split(/[/\\]/).at(-1) ?? ''
  const plain = plainLine(base)
  const title = (plain.toLowerCase().endsWith(extension) ? plain.slice(0, -extension.length) : plain).trim().slice(0, 200)
  return title === '' ? 'Document' : title
}
