// Reads the files of a chip, and gives its portrait as a JPEG, whatever the chip holds.

import sharp from 'sharp'
import type { Der } from '../crypto/der'
import { Problem } from '../domain/problem'
import { ChipUnreadable } from '../emrtd/data-object'
import type { Portrait } from '../emrtd/data-groups'
import type { Authentication } from '../emrtd/passive-authentication'
import { readChip as read } from '../emrtd/read-chip'
import { pictureOf } from '../signature/pdf/picture'
import { memorySource, type Source } from '../signature/pdf/source'
import { aroundJpeg2000 } from './around-jpeg2000'

/** `content`: null unless it is authentic. `portrait`: JPEG. */
export type ReadChip = Authentication & { content: { lines: readonly string[]; portrait: Uint8Array } | null }

/** `source`: data group 1, data group 2 and the security object, one after the other. `anchors`: the authorities of states. */
export async function readChip(
  source: Source,
  { sizes, anchors, now }: { sizes: { dg1: number; dg2: number }; anchors: readonly Der[]; now: Date },
): Promise<ReadChip> {
  const dg1 = source.read(0, sizes.dg1)
  const dg2 = source.read(sizes.dg1, sizes.dg2)
  const sod = source.read(sizes.dg1 + sizes.dg2, source.size)
  try {
    const { content, ...authentication } = read({ dg1, dg2, sod }, { anchors, now })
    return { ...authentication, content: content && { lines: content.lines, portrait: await jpegOf(content.portrait) } }
  } catch (error) {
    if (error instanceof ChipUnreadable) throw new Problem(CASES[error.because][error.part])
    throw error
  }
}

const CASES = {
  form: { dg1: 'CHIP_UNREADABLE.dg1', dg2: 'CHIP_UNREADABLE.dg2', sod: 'CHIP_UNREADABLE.sod' },
  no_signer: { dg1: 'CHIP_UNREADABLE.dg1', dg2: 'CHIP_UNREADABLE.dg2', sod: 'CHIP_UNREADABLE.no_signer' },
  no_portrait: { dg1: 'CHIP_UNREADABLE.dg1', dg2: 'CHIP_UNREADABLE.no_portrait', sod: 'CHIP_UNREADABLE.sod' },
  biometric_format: { dg1: 'CHIP_UNREADABLE.dg1', dg2: 'CHIP_UNREADABLE.biometric_format', sod: 'CHIP_UNREADABLE.sod' },
} as const

const QUALITY = 95

/** JPEG 2000 is drawn by PDFium, which reads it in documents anyway. */
async function jpegOf({ format, bytes }: Portrait): Promise<Uint8Array> {
  if (format === 'jpeg') return Uint8Array.from(bytes)
  const drawing = aroundJpeg2000(bytes)
  if (!drawing) throw new Problem('CHIP_UNREADABLE.no_portrait')
  return sharp(await pictureOf(memorySource(drawing.pdf), 0, drawing.width))
    .jpeg({ quality: QUALITY })
    .toBuffer()
}
