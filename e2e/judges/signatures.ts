// Takes the signatures out of a PDF by its bytes alone, without our own parser: ByteRange, CMS and time-stamp tokens as files.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type ExtractedSignature = {
  subFilter: string
  /** The bytes that the signature covers, its DER, and where both lie on disk for openssl. */
  content: string
  der: string
}

/** Every /ByteRange with its /Contents, in file order. */
export function extractSignatures(pdf: Buffer): ExtractedSignature[] {
  const directory = mkdtempSync(path.join(tmpdir(), 'judge-'))
  const text = pdf.toString('latin1')
  const found: ExtractedSignature[] = []
  for (const match of text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)) {
    const [a, b, c, d] = match.slice(1, 5).map(Number) as [number, number, number, number]
    const dictionary = text.slice(text.lastIndexOf(' obj', match.index), text.indexOf('endobj', match.index))
    const subFilter = /\/SubFilter\s*\/([\w.]+)/.exec(dictionary)?.[1] ?? 'unknown'
    const hex = text.slice(a + b, c).replace(/[<>\s]/g, '')
    const stem = path.join(directory, String(found.length))
    writeFileSync(`${stem}.content`, Buffer.concat([pdf.subarray(a, a + b), pdf.subarray(c, c + d)]))
    writeFileSync(`${stem}.der`, trimmed(Buffer.from(hex, 'hex')))
    found.push({ subFilter, content: `${stem}.content`, der: `${stem}.der` })
  }
  return found
}

/** Cuts the zero padding behind a DER value. */
function trimmed(bytes: Buffer): Buffer {
  const first = bytes[1] ?? 0
  if (first < 0x80) return bytes.subarray(0, 2 + first)
  const size = first & 0x7f
  return bytes.subarray(0, 2 + size + bytes.readUIntBE(2, size))
}

type Asn1Line = { offset: number; depth: number; header: number; length: number; text: string }

function asn1(file: string): Asn1Line[] {
  const out = execFileSync('openssl', ['asn1parse', '-inform', 'DER', '-in', file], { encoding: 'utf8', maxBuffer: 1 << 26 })
  return out.split('\n').flatMap((line) => {
    const m = /^\s*(\d+):d=\s*(\d+)\s+hl=\s*(\d+)\s+l=\s*(\d+)\s+(.*)$/.exec(line)
    return m ? [{ offset: Number(m[1]), depth: Number(m[2]), header: Number(m[3]), length: Number(m[4]), text: m[5] ?? '' }] : []
  })
}

/** The signature time-stamp inside a CMS and the signature value it stamps, each as a file; null when there is none. */
export function signatureTimestamp(signature: ExtractedSignature, der: Buffer): { token: string; data: string } | null {
  const lines = asn1(signature.der)
  const attribute = lines.findIndex((line) => line.text.includes('id-smime-aa-timeStampToken'))
  const set = lines[attribute + 1]
  const token = lines[attribute + 2]
  if (attribute < 0 || !set || !token) return null
  // The SignerInfo's signature is the last OCTET STRING before the unsigned attributes, at the depth of their [1].
  const unsigned = lines.slice(0, attribute).findLast((line) => line.text.startsWith('cons: cont [ 1 ]'))
  const value = lines.slice(0, attribute).findLast((line) => line.depth === unsigned?.depth && line.text.includes('OCTET STRING'))
  if (!value) return null
  const cut = (line: Asn1Line, whole: boolean) =>
    der.subarray(line.offset + (whole ? 0 : line.header), line.offset + line.header + line.length)
  writeFileSync(`${signature.der}.token`, cut(token, true))
  writeFileSync(`${signature.der}.value`, cut(value, false))
  return { token: `${signature.der}.token`, data: `${signature.der}.value` }
}
