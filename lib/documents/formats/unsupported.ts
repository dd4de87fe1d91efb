// Names the type of a file that cannot be signed, so that the refusal can say what to do with it.

import { Problem } from '../../domain/problem'
import type { Source } from '../../signature/pdf/source'
import { readZip, ZipProblem } from '../../signature/zip/read'
import { hasMacros, mainType } from './office'

/** The Compound File of older office programs, which also wraps encrypted new ones (MS-OFFCRYPTO 2.3.4.4). */
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le')
const ZIP = Buffer.from('PK\x03\x04')

export function unsupported(source: Source): Problem {
  const head = source.read(0, 8)
  if (source.size === 0) return new Problem('DOCUMENT_DAMAGED.empty')
  if (head.equals(COMPOUND_FILE))
    return includes(source, ENCRYPTED_PACKAGE) ? encrypted() : new Problem('DOCUMENT_FORMAT_UNSUPPORTED.old_office')
  if (head.subarray(0, 4).equals(ZIP)) return zipProblem(source)
  return new Problem('DOCUMENT_FORMAT_UNSUPPORTED.unknown')
}

function zipProblem(source: Source): Problem {
  try {
    readZip(source)
  } catch (error) {
    if (error instanceof ZipProblem && error.code === 'ZIP_ENCRYPTED') return encrypted()
    return new Problem('DOCUMENT_DAMAGED.file')
  }
  const type = mainType(source)
  if (type !== undefined && /macroEnabled/.test(type)) return hasMacros()
  return new Problem(type === undefined ? 'DOCUMENT_FORMAT_UNSUPPORTED.zip' : 'DOCUMENT_FORMAT_UNSUPPORTED.other_office')
}

function includes(source: Source, wanted: Buffer): boolean {
  const stretch = 1 << 20
  for (let at = 0; at < source.size; at += stretch) {
    if (source.read(at, stretch + wanted.length).includes(wanted)) return true
  }
  return false
}

const encrypted = () => new Problem('DOCUMENT_ENCRYPTED.file')
