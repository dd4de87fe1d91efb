// One measured case of the bench, run in a process of its own: the document, the engine and the number of signatures.

import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readCertificate } from '@/lib/crypto/certificate'
import { type Level } from '@/lib/signature/level'
import { sign, type Signer } from '@/lib/signature/pades'
import { memorySource, type Source } from '@/lib/signature/pdf/source'
import { fileSource } from '@/lib/testing/file-source'
import { openSampleTrust, type SampleTrust } from './sample-signer'

export type Contender = 'floor' | 'engine' | 'floor (file)' | 'engine (file)' | '@libpdf/core'
export type BenchCase = { key: 'ecdsa' | 'rsa'; file: string; level: Level; contender: Contender; runs: number }
/** `minimum` and `median` of the time in milliseconds, `peak` of the memory in megabytes. */
export type Measured = { minimum: number; median: number; peak: number }

const mark = {
  title: 'Zażółć Παπαδοπούλου',
  lines: ['Qualified electronic signature', '2026-11-21 14:03 UTC'],
  warning: 'TEST – NOT QUALIFIED',
}

export async function runCase({ key, file, level, contender, runs }: BenchCase): Promise<Measured> {
  const sample = await openSampleTrust()
  const signer = await sample.signer({ givenNames: 'Maria', surname: 'Papadopoulou', rsa: key === 'rsa' })
  const work = workOf(contender, { key, file, level, sample, signer })
  // Where memory counts, garbage is collected before each run: the peak is that of one signature, not of what the ones before have left.
  const tidy = contender.endsWith('(file)') ? (globalThis as { gc?: () => void }).gc : undefined
  const warm = Math.min(40, 2 * runs)
  for (let i = 0; i < warm; i++) {
    tidy?.()
    await work.run()
  }
  const times: number[] = []
  for (let i = 0; i < runs; i++) {
    tidy?.()
    const start = performance.now()
    await work.run()
    times.push(performance.now() - start)
  }
  work.close()
  times.sort((a, b) => a - b)
  return {
    minimum: times[0] ?? NaN,
    median: times[Math.floor(times.length / 2)] ?? NaN,
    peak: process.resourceUsage().maxRSS / 1024,
  }
}

type Work = { run(): Promise<unknown>; close(): void }
type Given = { key: 'ecdsa' | 'rsa'; file: string; level: Level; sample: SampleTrust; signer: Signer }

function workOf(contender: Contender, given: Given): Work {
  switch (contender) {
    case 'floor':
      return inMemory(given.file, (bytes) => floor(given, memorySource(bytes)))
    case 'engine':
      return inMemory(given.file, (bytes) => engine(given, memorySource(bytes)))
    case 'floor (file)':
      return fromFile(given.file, (source) => floor(given, source))
    case 'engine (file)':
      return fromFile(given.file, (source) => engine(given, source))
    case '@libpdf/core':
      return inMemory(given.file, (bytes) => libpdf(given, bytes))
  }
}

function inMemory(file: string, run: (bytes: Buffer) => Promise<unknown>): Work {
  const bytes = readFileSync(file)
  return { run: () => run(bytes), close: () => undefined }
}

function fromFile(file: string, run: (source: Source) => Promise<unknown>): Work {
  const descriptor = openSync(file, 'r')
  return { run: () => run(fileSource(descriptor)), close: () => closeSync(descriptor) }
}

const engine = ({ level, sample, signer }: Given, source: Source): Promise<Buffer[]> =>
  sign(source, { field: 'signer', level, trust: sample.trust, signer, now: new Date(), mark })

const services = Array.from({ length: 4 }, () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
/** How many signatures the trust service makes: time-stamp, OCSP for signer and authority, document time-stamp. */
const servicesAt: Record<Level, number> = { 'B-B': 0, 'B-T': 1, 'B-LT': 3, 'B-LTA': 4 }

/** What no engine can do without: hashing every byte once, and making the signatures of the level. */
async function floor({ level, signer }: Given, source: Source): Promise<void> {
  const hash = createHash('sha256')
  source.feed(hash, 0, source.size)
  const digest = hash.digest()
  await signer.sign(digest)
  for (const key of services.slice(0, servicesAt[level])) signBytes('sha256', digest, key)
}

/** Signs with @libpdf/core and the same trust service. Without a visible mark, which that library does not offer. */
async function libpdf({ key, level, sample, signer }: Given, bytes: Buffer): Promise<Uint8Array> {
  const { trust } = sample
  const { PDF } = await import('@libpdf/core')
  const document = await PDF.load(bytes)
  const { bytes: signed } = await document.sign({
    signer: {
      certificate: signer.certificate,
      certificateChain: [...trust.chain],
      keyType: key === 'rsa' ? 'RSA' : 'EC',
      signatureAlgorithm: key === 'rsa' ? 'RSASSA-PKCS1-v1_5' : 'ECDSA',
      sign: (data) => signer.sign(data),
    },
    level,
    fieldName: 'other',
    digestAlgorithm: 'SHA-256',
    timestampAuthority: { timestamp: (digest) => trust.stamp(digest) },
    revocationProvider: {
      getOCSP: async (certificate) => (readCertificate(certificate).isCa ? null : trust.ocspFor(certificate)),
      getCRL: async (certificate) => {
        const { isCa, issuer } = readCertificate(certificate)
        return isCa ? trust.crlFor(issuer) : null
      },
    },
  })
  return signed
}
