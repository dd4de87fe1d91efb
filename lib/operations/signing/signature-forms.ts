// The three forms of signatures behind one pair of verbs: prepare what the key is to sign, and finish the document with its value.

import { createHash } from 'node:crypto'
import type { Revision } from '../../generated/prisma/client'
import { finishCades, prepareCades, signatureName, type PreparedCades } from '../../signature/asic/cades'
import { hashed } from '../../signature/digest'
import type { Trust } from '../../signature/level'
import type { Mark } from '../../signature/mark/appearance'
import { finish, prepare, type Prepared } from '../../signature/pades'
import { memorySource, withTails, type Source } from '../../signature/pdf/source'
import { finishXades, prepareXades, type PreparedXades } from '../../signature/xades/xades'
import { fileName } from '../kernel/file'
import type { Context } from '../kernel/context'
import { kindOfType } from '../documents/kinds'
import type { DocumentToSign } from '../journey/revision-to-sign'
import { withBlobs } from '../kernel/stored-bytes'

/** Plain data, stored until PIN and code release it. */
export type PreparedSignature =
  | { format: 'PAdES'; prepared: Prepared }
  | { format: 'XAdES'; prepared: PreparedXades }
  | { format: 'CAdES'; prepared: PreparedCades }

/** `mark` is drawn into the field of a PDF; nothing else has one. */
export type Signing = {
  signerId: string
  certificate: Uint8Array
  chain: readonly Uint8Array[]
  now: Date
  field: { name: string; mark: Mark } | null
}

export async function prepareSignature(context: Context, document: DocumentToSign, signing: Signing): Promise<PreparedSignature> {
  const { revision } = document
  const made = await withBlobs(context, revision.parts, (source) => prepareOn(source, document, signing))
  if (made.prepared.baseSha256 !== revision.sha256) throw new Error(`revision ${revision.id} does not have the bytes it was stored with`)
  return made
}

async function prepareOn(
  source: Source,
  { title, mimeType, revision }: DocumentToSign,
  { signerId, certificate, chain, now, field }: Signing,
): Promise<PreparedSignature> {
  const { signature: format, extension } = kindOfType(mimeType)
  const shared = { certificate, chain, now }
  switch (format) {
    case 'PAdES': {
      if (!field) throw new Error('a document without a signature field of its signer')
      return { format, prepared: await prepare(source, { ...shared, field: field.name, mark: field.mark }) }
    }
    // The id of a signer is made after the upload, so the document cannot hold it already.
    case 'XAdES':
      return { format, prepared: await prepareXades(source, { ...shared, id: signerId, mimeType }) }
    case 'CAdES': {
      const base = revision.kind === 'signed' ? 'container' : 'file'
      return { format, prepared: await prepareCades(source, { ...shared, base, file: { name: inContainer(title, extension), mimeType } }) }
    }
  }
}

function inContainer(title: string, extension: string): string {
  return fileName(title.toLowerCase().endsWith(extension) ? title.slice(0, -extension.length) : title, extension)
}

/** `name` is where the validator finds the new signature. */
export type Finished = { whole: Source; parts: readonly string[]; sha256: string; name: string }

/** The revision behind `base`; its parts are stored, and those that it shares with earlier ones are not stored again. */
export async function finishSignature(
  context: Context,
  base: Revision,
  source: Source,
  { format, prepared }: PreparedSignature,
  signature: Uint8Array,
  service: Trust,
): Promise<Finished> {
  switch (format) {
    case 'PAdES': {
      const tails = await finish(source, prepared, signature, service)
      return stored(context, withTails(source, tails), prepared.field, base.parts, tails)
    }
    case 'XAdES': {
      const whole = await finishXades(source, prepared, signature, service)
      return stored(context, memorySource(whole), prepared.id, [], [whole])
    }
    case 'CAdES': {
      const { head, file, tail } = await finishCades(source, prepared, signature, service)
      const inside = base.parts[prepared.base === 'file' ? 0 : 1] ?? ''
      if (createHash('sha256').update(file).digest('hex') !== inside)
        throw new Error(`the container of revision ${base.id} does not hold the uploaded file`)
      const whole = withTails(memorySource(head), [file, tail])
      const {
        parts: [front = '', back = ''],
        ...rest
      } = await stored(context, whole, signatureName(prepared.number), [], [head, tail])
      return { ...rest, parts: [front, inside, back] }
    }
  }
}

async function stored(
  context: Context,
  whole: Source,
  name: string,
  before: readonly string[],
  added: readonly Uint8Array[],
): Promise<Finished> {
  const parts = [...before]
  for (const bytes of added) parts.push(await context.blobs.put(bytes))
  return { whole, parts, sha256: (await hashed(whole, 'sha256')).digest('hex'), name }
}
