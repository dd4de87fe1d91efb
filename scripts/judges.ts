// Programs we did not write, asked about a signed PDF: pdfsig, qpdf, openssl cms and openssl ts.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readSignedData } from '@/lib/crypto/cms'
import { sha256Hex } from '../lib/crypto/algorithms'
import { cadesVerification } from '../lib/testing/crypto/judge-arguments'

export type Judgement = { field: string; signer: string; verdict: string }
type Cut = { subFilter: string; covered: Buffer; contents: Buffer }

const scratch = mkdtempSync(path.join(tmpdir(), 'judges-'))
let files = 0

export function scratchFile(bytes: Uint8Array | string, extension: string): string {
  const file = path.join(scratch, `${files++}.${extension}`)
  writeFileSync(file, bytes)
  return file
}

/** What pdfsig says of each signature; it cannot judge document time-stamps. */
export function pdfsig(pdf: Uint8Array): Judgement[] {
  const { stdout } = spawnSync('pdfsig', [scratchFile(pdf, 'pdf')], { encoding: 'utf8' })
  return stdout
    .split(/^Signature #\d+:/m)
    .slice(1)
    .map((part) => ({
      field: /Field Name: (.*)/.exec(part)?.[1] ?? '',
      signer: /Signer Certificate Common Name: (.*)/.exec(part)?.[1] ?? '',
      verdict: /Signature Validation: (.*)/.exec(part)?.[1] ?? '',
    }))
}

/** Throws when qpdf finds a fault. */
export function qpdfCheck(pdf: Uint8Array): string {
  return execFileSync('qpdf', ['--check', scratchFile(pdf, 'pdf')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Whether qpdf finds no fault. */
export function isSound(pdf: Uint8Array): boolean {
  try {
    return qpdfCheck(pdf).includes('No syntax or stream encoding errors found')
  } catch {
    return false
  }
}

/** What openssl prints about every signature (with its time-stamp) and every document time-stamp of the file. */
export function openssl(pdf: Buffer, rootPem: string, issuing: Uint8Array): string[] {
  const root = scratchFile(rootPem, 'pem')
  const der = scratchFile(issuing, 'der')
  const untrusted = scratchFile(execFileSync('openssl', ['x509', '-inform', 'DER', '-in', der]), 'pem')
  const stampVerdict = (token: Uint8Array, about: string[]): string =>
    run(['ts', '-verify', '-token_in', '-in', scratchFile(token, 'tst'), '-CAfile', root, '-untrusted', untrusted, ...about])
  return cuts(pdf).flatMap(({ subFilter, covered, contents }) => {
    if (subFilter === 'ETSI.RFC3161') return [stampVerdict(contents, ['-data', scratchFile(covered, 'bin')])]
    const verdict = run(cadesVerification(scratchFile(contents, 'cms'), scratchFile(covered, 'bin'), root))
    const { signature, signatureTimestamps } = readSignedData(contents).signerInfo
    const digest = sha256Hex(signature)
    return [verdict, ...signatureTimestamps.map((token) => stampVerdict(token, ['-digest', digest]))]
  })
}

export function pdfText(pdf: Uint8Array): string {
  return execFileSync('pdftotext', [scratchFile(pdf, 'pdf'), '-'], { encoding: 'utf8' })
}

/** Finds the signatures by searching the text of the file, so that no code under test decides what is checked. */
function cuts(pdf: Buffer): Cut[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/\/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]/g)].map((match) => {
    const [start = 0, after = 0, rest = 0] = match.slice(1).map(Number)
    const dictionary = text.slice(Math.max(0, match.index - 200), match.index)
    const padded = Buffer.from(text.slice(start + 1, after - 1), 'hex')
    return {
      subFilter: /\/SubFilter \/([\w.]+)/.exec(dictionary)?.[1] ?? '',
      covered: Buffer.concat([pdf.subarray(0, start), pdf.subarray(after, after + rest)]),
      contents: padded.subarray(0, 4 + padded.readUInt16BE(2)),
    }
  })
}

function run(command: string[]): string {
  const { stdout, stderr } = spawnSync('openssl', command, { encoding: 'utf8' })
  return /(CAdES Verification successful|Verification: OK)/.exec(stdout + stderr)?.[1] ?? stdout + stderr
}
