// Makes the files of a test chip, as a state would have signed them.

import { digestIdentifier, digestOf } from '../crypto/algorithms'
import type { Certificate } from '../crypto/certificate'
import { signedAttributes, signedData } from '../crypto/cms'
import { integer, octetString, seq, type Der } from '../crypto/der'
import { OID } from '../crypto/oids'
import type { Portrait } from './data-groups'
import { FACE, TAG } from './layout'

/** A data object of this tag; lengths are minimal. */
export function dataObject(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts)
  const { length } = value
  const head = tag > 0xff ? [tag >> 8, tag & 0xff] : [tag]
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]
  return Buffer.concat([Buffer.from([...head, ...size]), value])
}

export const dg1Of = (lines: readonly string[]): Buffer => dataObject(TAG.dg1, dataObject(TAG.zone, Buffer.from(lines.join(''), 'latin1')))

/** `width` and `height` of the picture in pixels. */
export function dg2Of({ bytes, format }: Portrait, { width, height }: { width: number; height: number }): Buffer {
  const image = Buffer.alloc(FACE.image)
  image.set([1, format === 'jpeg' ? 0 : 1])
  image.writeUInt16BE(width, 2)
  image.writeUInt16BE(height, 4)
  const information = Buffer.alloc(FACE.information)
  information.writeUInt32BE(FACE.information + FACE.image + bytes.length, 0)
  const header = Buffer.alloc(FACE.header)
  header.write(FACE.begins, 'latin1')
  header.writeUInt32BE(FACE.header + FACE.information + FACE.image + bytes.length, 8)
  header.writeUInt16BE(1, 12)
  // Doc 9303-10 4.7.2.1: version, type, subtype, format owner and format type of CBEFF.
  const cbeff = dataObject(
    TAG.header,
    dataObject(0x81, Buffer.from([2])),
    dataObject(0x82, Buffer.from([0])),
    dataObject(0x87, Buffer.from([1, 1])),
    dataObject(0x88, Buffer.from([0, 8])),
  )
  const data = dataObject(TAG.data, header, information, image, bytes)
  return dataObject(TAG.dg2, dataObject(TAG.templates, dataObject(TAG.count, Buffer.from([1])), dataObject(TAG.template, cbeff, data)))
}

/** LDSSecurityObject, version 0, over SHA-256. */
function ldsSecurityObject(groups: ReadonlyMap<number, Uint8Array>): Der {
  const hashes = [...groups].map(([number, bytes]) => seq(integer(number), octetString(digestOf('sha256', bytes))))
  return seq(integer(0), digestIdentifier('sha256'), seq(...hashes))
}

/** `sign`: with the key of the certificate, over SHA-256. */
export function makeSecurityObject(
  groups: ReadonlyMap<number, Uint8Array>,
  { certificate, sign }: { certificate: Certificate; sign(toBeSigned: Uint8Array): Uint8Array },
): Buffer {
  const content = ldsSecurityObject(groups)
  const contentType = OID.ldsSecurityObject
  const attributes = signedAttributes({ contentType, messageDigest: digestOf('sha256', content), certificate })
  const signature = sign(attributes)
  return dataObject(TAG.sod, signedData({ contentType, content, signedAttributes: attributes, signature, certificate, chain: [] }))
}
