// Slight damage and encryption that needs no password: what is signed is a sound copy that says so, or the file is refused at upload.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { pdfsig, qpdfCheck, scratchFile } from '@/scripts/judges'
import { samplePdf } from '@/scripts/sample-pdf'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { signedBytes, signUpload } from '@/scripts/sign-upload'
import type { Problem } from '../domain/problem'
import type { Signer } from '../signature/pades'
import { memorySource } from '../signature/pdf/source'
import { Draft, startxrefOf, Writer } from '../testing/hostile/draft'
import { refusalOf, TASKS } from './tasks'

let trust: SampleTrust
let signer: Signer

beforeAll(async () => {
  trust = await openSampleTrust()
  signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

async function inspected(pdf: Uint8Array, acceptDecrypted = false) {
  try {
    return await TASKS.inspect(memorySource(pdf), { acceptDecrypted })
  } catch (error) {
    const refusal = refusalOf(error)
    if (!refusal) throw error
    return refusal
  }
}

const wordsOf = (refusal: object): string => `${(refusal as Problem).code} ${String((refusal as Problem).parameters?.['text'])}`

function twice(layout: 'table' | 'packed'): Buffer {
  const pdf = new Draft(layout).bytes()
  if (layout === 'packed') return pdf
  const out = new Writer(pdf)
  out.update(new Map([[50, '<< /Producer (an editor) >>']]), { size: 51, previous: startxrefOf(pdf), trailer: '/Info 50 0 R' })
  return out.bytes()
}

/** Offsets of a file that was made behind other bytes, counted from the first of those. */
function behind(before: string): Buffer {
  const length = before.length
  const text = samplePdf({ pages: 2 }).toString('latin1')
  const moved = text
    .replace(
      /^(\d{10}) (\d{5}) n/gm,
      (_, offset: string, generation: string) => `${String(Number(offset) + length).padStart(10, '0')} ${generation} n`,
    )
    .replace(/startxref\s+(\d+)/, (_, offset: string) => `startxref\n${Number(offset) + length}`)
  return Buffer.from(before + moved, 'latin1')
}

function qpdf(pdf: Buffer, ...options: string[]): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', ['--allow-weak-crypto', ...options, scratchFile(pdf, 'pdf'), file])
  return readFileSync(file)
}

const linearized = (): Buffer => qpdf(samplePdf({ pages: 3 }), '--linearize')
const off = (pdf: Buffer, by: number): Buffer => {
  const at = pdf.lastIndexOf('startxref')
  return Buffer.concat([pdf.subarray(0, at), Buffer.from(`startxref\n${startxrefOf(pdf) + by}\n%%EOF\n`, 'latin1')])
}

describe('slight damage is repaired in a revision that says so', () => {
  it.each<[string, string, () => Buffer]>([
    [
      'a byte order mark before the header',
      '3 bytes before the header removed',
      () => Buffer.concat([Buffer.from('\ufeff'), twice('table')]),
    ],
    [
      'lines of HTTP before it',
      'before the header removed',
      () => Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), twice('packed')]),
    ],
    ['one byte before it, from which offsets are counted', '1 bytes before the header removed', () => behind('\n')],
    ['many bytes before it, from which offsets are counted', '20 bytes before the header removed', () => behind('x'.repeat(19) + '\n')],
    [
      'more text behind the end than viewers pass over',
      '1025 bytes behind the end removed',
      () => Buffer.concat([twice('table'), Buffer.from('x'.repeat(1025))]),
    ],
    ['binary bytes behind the end', '3 bytes behind the end removed', () => Buffer.concat([twice('packed'), Buffer.from([1, 2, 200])])],
    ['a startxref that is off', 'startxref corrected', () => off(twice('table'), 7)],
    ['a startxref beyond the end', 'startxref corrected', () => off(twice('table'), 1_000_000)],
    ['a startxref that is off, to a stream', 'startxref corrected', () => off(twice('packed'), -3)],
    ['a startxref that is off, in a linearised file', 'startxref corrected', () => off(linearized(), 11)],
    [
      'all of it',
      'removed, 3 bytes behind the end removed, startxref corrected',
      () => Buffer.concat([Buffer.from('\n\n\n'), off(twice('table'), 9), Buffer.from([1, 2, 200])]),
    ],
  ])('%s', async (_, says, make) => {
    const pdf = make()
    const found = await inspected(pdf)
    if (!('remarks' in found) || !found.mended) throw new Error(wordsOf(found))
    expect(found.remarks).toEqual(['REPAIRED'])
    const mended = Buffer.from(found.mended)
    expect(mended.toString('latin1')).toContain(says)
    expect(qpdfCheck(mended)).toContain('No syntax or stream encoding errors found')
    // What was repaired is whole, and is signed as it is.
    expect(await inspected(mended)).not.toHaveProperty('mended')
    const signed = signedBytes(await signUpload(pdf, { trust, signer }))
    expect(signed.subarray(0, mended.length).equals(mended)).toBe(true)
    expect(pdfsig(signed)[0]).toMatchObject({ verdict: 'Signature is Valid.' })
  })

  it('but not where it is not clear what the file was', async () => {
    const pdf = twice('table')
    const hidden = Buffer.from(pdf.toString('latin1').replace(/\/Prev \d+/, '/Prev 0'), 'latin1')
    expect(wordsOf(await inspected(hidden))).toMatch(/does not say where the one before it is/)
    for (const rest of ['12 0 obj\n<< /Type', 'PK\x05\x06\0\0', '12 0', 'startxref 9'])
      expect(wordsOf(await inspected(Buffer.concat([pdf, Buffer.from(rest, 'latin1')]))), rest).toMatch(/^DOCUMENT_DAMAGED/)
    // Of two files in one, neither is the whole.
    expect(wordsOf(await inspected(off(Buffer.concat([new Draft().bytes(), new Draft('packed').bytes()]), 5)))).toMatch(/^DOCUMENT_DAMAGED/)
  })

  it('nor is anything changed in a file that is whole', async () => {
    for (const pdf of [twice('table'), twice('packed'), linearized(), Buffer.concat([twice('table'), Buffer.from('\n<!-- 12 ms -->\n')])])
      expect(await inspected(pdf)).toMatchObject({ remarks: [] })
  })
})

describe('a PDF that opens without a password', () => {
  const closed = (...more: string[]): Buffer => qpdf(samplePdf({ pages: 2 }), '--encrypt', ...more, '--')

  it('is signed as an unencrypted copy, if whoever uploads it says so', async () => {
    for (const bits of ['40', '128', '256']) {
      const pdf = closed('', 'owner', bits)
      expect(wordsOf(await inspected(pdf))).toMatch(/^DOCUMENT_ENCRYPTED This PDF opens without a password.*accept_decrypted/)
      expect(await inspected(pdf, true)).toMatchObject({ remarks: ['DECRYPTED'], mended: expect.any(Uint8Array) })
      const signed = signedBytes(await signUpload(pdf, { trust, signer }))
      expect(pdfsig(signed)[0]).toMatchObject({ verdict: 'Signature is Valid.' })
      expect(qpdfCheck(signed)).toContain('No syntax or stream encoding errors found')
    }
  })

  it('and refused in any case where it takes one', async () => {
    expect(wordsOf(await inspected(closed('user', 'owner', '256'), true))).toMatch(
      /^DOCUMENT_ENCRYPTED This PDF is protected by a password/,
    )
  })

  it('is repaired as well', async () => {
    const pdf = Buffer.concat([Buffer.from('\n'), closed('', 'owner', '128')])
    expect(await inspected(pdf, true)).toMatchObject({ remarks: ['REPAIRED', 'DECRYPTED'] })
  })
})
