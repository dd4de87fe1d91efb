// The PDFs that the judged tests sign: plain, long, with form fields, with cross-reference streams, large, and signed by a stranger.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PDFDocument, PDFName, StandardFonts } from '@cantoo/pdf-lib'
import { P12Signer, PDF } from '@libpdf/core'
import { samplePdf } from '../scripts/sample-pdf'

const A4: [number, number] = [595.28, 841.89]

async function contract(pages: number): Promise<PDFDocument> {
  const pdf = await PDFDocument.create()
  const font = await pdf.embedFont(StandardFonts.TimesRoman)
  for (let number = 1; number <= pages; number++) {
    const page = pdf.addPage(A4)
    page.drawText(`Contract, page ${number} of ${pages}`, { x: 72, y: 760, size: 18, font })
    for (let line = 0; line < 24; line++) {
      page.drawText(`Clause ${number}.${line + 1}: the parties agree on what clause ${number}.${line + 1} says.`, {
        x: 72,
        y: 720 - line * 22,
        size: 11,
        font,
      })
    }
  }
  return pdf
}

export async function plainPdf(pages = 1): Promise<Uint8Array> {
  return (await contract(pages)).save({ useObjectStreams: false })
}

export async function formPdf(pages = 2): Promise<Uint8Array> {
  const pdf = await contract(pages)
  const field = pdf.getForm().createTextField('contract.number')
  field.setText('2026-0042')
  field.addToPage(pdf.getPage(0), { x: 300, y: 780, width: 200, height: 20 })
  pdf.getForm().createCheckBox('contract.agreed').addToPage(pdf.getPage(1), { x: 300, y: 780, width: 14, height: 14 })
  return pdf.save({ useObjectStreams: false })
}

/** Cross-reference streams and object streams, written by qpdf rather than by a library of ours. */
export async function streamPdf(directory: string): Promise<Uint8Array> {
  const plain = path.join(directory, 'plain-for-streams.pdf'),
    streamed = path.join(directory, 'streams.pdf')
  writeFileSync(plain, await plainPdf(3))
  execFileSync('qpdf', ['--object-streams=generate', plain, streamed])
  return readFileSync(streamed)
}

/** A PDF of about `megabytes`: contract pages, each with incompressible content beside its text. */
export async function largePdf(megabytes: number): Promise<Uint8Array> {
  const pdf = await contract(10)
  const each = Math.floor((megabytes * 1024 * 1024) / 10)
  for (const page of pdf.getPages()) {
    page.node.set(PDFName.of('QshBulk'), pdf.context.register(pdf.context.stream(randomBytes(each))))
  }
  return pdf.save({ useObjectStreams: false })
}

/** A PDF of exactly so many bytes: a few pages, and behind them an object that nobody refers to, in a revision of its own (ISO 32000-2 7.5.6). */
export function exactPdf(size: number, pages: number): Buffer {
  const base = samplePdf({ pages })
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(base.toString('latin1', base.length - 100))?.[1] ?? '0'
  const around = (length: number): readonly [Buffer, Buffer] => {
    const head = Buffer.concat([base, Buffer.from(`9000 0 obj\n<< /Length ${length} >>\nstream\n`)])
    const foot = '\nendstream\nendobj\n'
    const table = head.length + length + foot.length
    const end = `xref\n9000 1\n${String(base.length).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 9001 /Root 1 0 R /Prev ${previous} >>\nstartxref\n${table}\n%%EOF\n`
    return [head, Buffer.from(`${foot}${end}`)]
  }
  // The numbers in the file have as many digits the second time, so only the filling grows, by what was missing.
  const guess = size - base.length - 512
  const missing = size - around(guess).reduce((sum, { length }) => sum + length, guess)
  const [head, foot] = around(guess + missing)
  // The filling is random, so that no two files are the same. It is repeated, because half a gigabyte of random bytes takes seconds.
  const whole = Buffer.alloc(size, randomBytes(2 ** 20))
  whole.set(head)
  whole.set(foot, size - foot.length)
  return whole
}

/** A contract that a stranger signed before us, with a self-made key and another library; returns the stranger's root too. */
export async function strangerSignedPdf(directory: string): Promise<{ pdf: Uint8Array; root: string }> {
  const at = (name: string) => path.join(directory, name)
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:3072',
      '-nodes',
      '-keyout',
      at('stranger.key'),
      '-out',
      at('stranger.pem'),
      '-days',
      '365',
      '-subj',
      '/CN=Somebody Else/C=DE',
      '-addext',
      'keyUsage=critical,nonRepudiation,digitalSignature',
    ],
    { stdio: 'ignore' },
  )
  execFileSync('openssl', [
    'pkcs12',
    '-export',
    '-inkey',
    at('stranger.key'),
    '-in',
    at('stranger.pem'),
    '-out',
    at('stranger.p12'),
    '-passout',
    'pass:stranger',
  ])
  const signer = await P12Signer.create(readFileSync(at('stranger.p12')), 'stranger')
  const pdf = await PDF.load(await plainPdf(2))
  const { bytes } = await pdf.sign({ signer, level: 'B-B', reason: 'Signed elsewhere' })
  return { pdf: bytes, root: at('stranger.pem') }
}

export async function encryptedPdf(directory: string): Promise<Uint8Array> {
  const plain = path.join(directory, 'plain-for-encryption.pdf'),
    locked = path.join(directory, 'encrypted.pdf')
  writeFileSync(plain, await plainPdf())
  execFileSync('qpdf', ['--encrypt', 'user', 'owner', '256', '--', plain, locked])
  return readFileSync(locked)
}
