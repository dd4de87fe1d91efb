// Files that open without a password, by every method of the standard handler: the copy shows and says the same, and is a sound PDF.

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { PDFDocument } from '@cantoo/pdf-lib'
import { expect, it } from 'vitest'
import { pdfText, qpdfCheck, scratchFile } from '@/scripts/judges'
import { samplePdf } from '@/scripts/sample-pdf'
import { Draft } from '../../testing/hostile/draft'
import { decryptedCopy } from './decrypted'
import { inspectPdf } from './inspect'
import { memorySource } from './source'

function encrypted(pdf: Buffer, ...options: string[]): Buffer {
  const file = scratchFile('', 'pdf')
  execFileSync('qpdf', ['--allow-weak-crypto', ...options, scratchFile(pdf, 'pdf'), file])
  return readFileSync(file)
}

const METHODS: Readonly<Record<string, readonly string[]>> = {
  'RC4, 40 bits': ['--encrypt', '', 'owner', '40', '--'],
  'RC4, 128 bits': ['--encrypt', '', 'owner', '128', '--use-aes=n', '--'],
  'RC4 by crypt filters': ['--encrypt', '', 'owner', '128', '--use-aes=n', '--force-V4', '--'],
  'AES, 128 bits': ['--encrypt', '', 'owner', '128', '--use-aes=y', '--'],
  'AES, 128 bits, but not the metadata': ['--encrypt', '', 'owner', '128', '--use-aes=y', '--cleartext-metadata', '--'],
  'AES, 256 bits, of before the standard': ['--encrypt', '', 'owner', '256', '--force-R5', '--'],
  'AES, 256 bits': ['--encrypt', '', 'owner', '256', '--'],
  'AES, 256 bits, but not the metadata': ['--encrypt', '', 'owner', '256', '--cleartext-metadata', '--'],
}

async function withEverything(): Promise<Buffer> {
  const document = await PDFDocument.load(samplePdf({ pages: 3 }))
  document.setTitle('Umowa (najmu) \\ Zażółć')
  const field = document.getForm().createTextField('salary')
  field.setText('1000 EUR')
  field.addToPage(document.getPage(0), { x: 50, y: 600 })
  return Buffer.from(await document.save({ useObjectStreams: false }))
}

it.each(Object.entries(METHODS))('%s', async (_, options) => {
  const plain = await withEverything()
  for (const streams of ['--object-streams=disable', '--object-streams=generate']) {
    const copy = decryptedCopy(memorySource(encrypted(plain, streams, ...options)))
    if (!copy) throw new Error('not encrypted')
    expect(qpdfCheck(copy)).toContain('No syntax or stream encoding errors found')
    expect(pdfText(copy)).toBe(pdfText(plain))
    expect(inspectPdf(memorySource(copy))).toMatchObject({ pages: 3, hasForm: true })
    const read = await PDFDocument.load(copy)
    expect([read.getTitle(), read.getForm().getTextField('salary').getText()]).toEqual(['Umowa (najmu) \\ Zażółć', '1000 EUR'])
  }
})

it('objects keep their generation, which references name', () => {
  const [, encrypt = '', id = ''] = encryptionOf(encrypted(samplePdf({ pages: 1 }), ...(METHODS['AES, 128 bits'] ?? [])))
  const draft = new Draft()
  // The keys of that file over objects that are not encrypted: no filter changes them.
  draft.trailer
    .set(
      'Encrypt',
      encrypt.replace(/\/St[mr]F \/StdCF/g, (entry) => entry.replace('StdCF', 'Identity')),
    )
    .set('ID', id)
  const text = draft.bytes().toString('latin1')
  const row = text.indexOf(' 00000 n', text.indexOf('0000000000 65535 f') + 40)
  const again = text.replace('3 0 obj', '3 1 obj').replace('[3 0 R]', '[3 1 R]')
  const pdf = Buffer.from(`${again.slice(0, row)}${again.slice(row).replace(/ 00000 n(?=\r\ntrailer)/, ' 00001 n')}`, 'latin1')
  const copy = decryptedCopy(memorySource(pdf))
  expect(copy?.toString('latin1')).toMatch(/3 1 obj[^]*00001 n/)
  expect(qpdfCheck(copy ?? pdf)).toContain('No syntax or stream encoding errors found')
})

function encryptionOf(pdf: Buffer): [string, string, string] {
  const text = pdf.toString('latin1')
  const [, number = ''] = /\/Encrypt (\d+) 0 R/.exec(text) ?? []
  const at = text.indexOf(`\n${number} 0 obj`)
  const body = text.slice(text.indexOf('<<', at), text.indexOf('endobj', at))
  return [text, body, /\/ID (\[.*?\])/.exec(text)?.[1] ?? '']
}

it('a file that takes a password is refused, and one that is not encrypted has no copy', () => {
  const plain = samplePdf({ pages: 1 })
  expect(decryptedCopy(memorySource(plain))).toBeUndefined()
  for (const bits of ['40', '128', '256']) {
    const closed = encrypted(plain, '--encrypt', 'user', 'owner', bits, '--')
    expect(() => decryptedCopy(memorySource(closed))).toThrow(expect.objectContaining({ code: 'PDF_ENCRYPTED' }))
  }
})
