// A signature as other programs make it: B-B, with whatever it says about what may happen afterwards.

import { createHash } from 'node:crypto'
import { readCertificate } from '../crypto/certificate'
import { signedAttributes, signedData } from '../crypto/cms'
import { OID } from '../crypto/oids'
import { feedAround, fill, hole, setByteRange } from '../signature/hole'
import { emptyTimestamp } from '../signature/long-term'
import type { Signer } from '../signature/pades'
import { PdfDocument } from '../signature/pdf/document'
import { fieldsOf } from '../signature/pdf/form'
import { dict, name, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { Update } from '../signature/pdf/update'

type Elsewhere = {
  field: string
  signer: Signer
  /** The entries of /Reference, each a transform method with its parameters. */
  references?: readonly Reference[]
  /** Put into the CMS and signed there, instead of the document. */
  content?: Uint8Array
  /** What is done to the CMS in the end. */
  again?: (cms: Uint8Array) => Uint8Array
}

/** The PDF with this field signed. */
export function signedElsewhere(pdf: Buffer, { signer, content, again = (cms) => cms, ...place }: Elsewhere): Promise<Buffer> {
  return filledElsewhere(pdf, place, async (covered) => {
    const messageDigest = createHash('sha256')
      .update(content ?? covered)
      .digest()
    const certificate = readCertificate(signer.certificate)
    const toSign = signedAttributes({ contentType: OID.data, messageDigest, certificate })
    const value = await signer.sign(toSign)
    const inside = content ? { content } : {}
    return again(
      signedData({ contentType: OID.data, ...inside, signedAttributes: toSign, signature: value, certificate, chain: signer.chain }),
    )
  })
}

/** The PDF with the CMS in this field that `made` answers for the bytes that it is over. */
export async function filledElsewhere(
  pdf: Buffer,
  { field, references = [] }: Pick<Elsewhere, 'field' | 'references'>,
  made: (covered: Buffer) => Promise<Uint8Array>,
): Promise<Buffer> {
  const update = new Update(new PdfDocument(memorySource(pdf)))
  const place = fieldsOf(update.document).find((candidate) => candidate.name === field)
  if (!place) throw new TypeError(`no field ${field}`)
  const room = hole(8192)
  const signature = dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    ByteRange: room.byteRange,
    Contents: room.contents,
  })
  if (references.length > 0) {
    const transforms = references.map(([method, parameters]) =>
      dict({
        Type: name('SigRef'),
        TransformMethod: name(method),
        TransformParams: dict({ Type: name('TransformParams'), ...parameters }),
      }),
    )
    signature.set('Reference', transforms)
  }
  update.set(place.ref, new Map(place.dict).set('V', update.add(signature)))
  const tail = update.write()
  const byteRange = setByteRange(tail, room, pdf.length)
  const [, start, end] = byteRange.map((offset) => offset - pdf.length)
  const covered = Buffer.concat([pdf, tail.bytes.subarray(0, start), tail.bytes.subarray(end)])
  fill(tail.bytes, await made(covered), byteRange, pdf.length)
  return Buffer.concat([pdf, tail.bytes])
}

type Reference = readonly [method: 'DocMDP' | 'FieldMDP', parameters: Readonly<Record<string, PdfObject>>]

/** The PDF with a time-stamp over all of it, as another authority makes it. */
export async function stampedElsewhere(pdf: Buffer, stamp: (digest: Buffer) => Promise<Uint8Array>, algorithm = 'sha256'): Promise<Buffer> {
  const { tail, byteRange } = emptyTimestamp(new Update(new PdfDocument(memorySource(pdf))), { field: 'theirs', size: 8192 })
  const digest = feedAround(createHash(algorithm).update(pdf), tail.bytes, byteRange, pdf.length).digest()
  fill(tail.bytes, await stamp(digest), byteRange, pdf.length)
  return Buffer.concat([pdf, tail.bytes])
}
