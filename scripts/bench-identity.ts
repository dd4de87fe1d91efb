// The bench of identity checks: one signer's side of a document read alone, then six at once, one of whom does all to hold up the others.
// It runs the product's own installation in this process, so the longest standstill of the event loop is that of a server.
// npm run bench -- identity runs it, then the benches of documents and of the selfie; npm run bench -- identity crowd, or the name of another part,
// runs that part alone.

import { bound } from '@/lib/operations/kernel/bound-rows'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import sharp from 'sharp'
import { readConfig } from '@/lib/config'
import { openInstallation } from '@/lib/context'
import { seedDemoTenant } from '@/lib/demo-tenant'
import { FRAME_LIMITS } from '@/lib/domain/capture'
import { newId } from '@/lib/domain/ids'
import { Problem } from '@/lib/domain/problem'
import { readFrames } from '@/lib/http/journey/frames'
import type { KeyCaller } from '@/lib/domain/caller'
import type { Context } from '@/lib/operations/kernel/context'
import { receiveFrames } from '@/lib/operations/steps/document/receive-frames'
import { annaKowalska } from '@/lib/testing/camera/documents/specimen'
import { filmMovement } from '@/lib/testing/identity/document-clip'
import { newRequest, Walk } from '@/lib/testing/journey-walk'
import { benchDocuments, benchPassports, benchSides } from './bench-documents'
import { benchForgeries } from './bench-forgeries'
import { benchPresence } from './bench-presence'
import { prepare } from './prepare.mjs'

const HONEST = ['Anna', 'Eleni', 'Lukasz', 'Maria', 'Zoe']
const FRAME_MS = 110
/** How often the loop is looked at. */
const RESOLUTION_MS = 4
/** Readings that the hostile signer has begun at once, again and again. */
const AT_ONCE = 6
const MOST_STANDSTILL_MS = 100

type Signer = { name: string; walk: Walk; film: readonly Uint8Array[] }
type Served = { name: string; ms: number; answer: string }

export async function benchIdentity([part, ...options]: readonly string[]): Promise<void> {
  const parts = {
    crowd: benchCrowd,
    documents: benchDocuments,
    passports: benchPassports,
    sides: benchSides,
    forgeries: benchForgeries,
    presence: benchPresence,
  }
  if (part !== undefined && !(part in parts)) throw new Error(`npm run bench -- identity ${Object.keys(parts).join(' | ')}`)
  for (const [name, bench] of Object.entries(parts)) if (part === undefined || part === name) await bench(options)
}

async function benchCrowd(): Promise<void> {
  await prepare(['client', 'template', 'worker'])
  const dataDir = mkdtempSync(path.join(tmpdir(), 'qsignhub-bench-'))
  const installation = await openInstallation(
    readConfig({ ...process.env, QSIGNHUB_DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_URL: undefined }),
  )
  try {
    const context = installation.contextFor()
    await seedDemoTenant(installation)
    const [small, large] = [await documentFilm(), await largestFilm()]
    const alone = await signerOf(context, 'Alone', small)
    const crowd = [await signerOf(context, 'Hostile', large)]
    for (const name of HONEST) crowd.push(await signerOf(context, name, small))
    // Loads the models, and lets the just-in-time compiler see everything once.
    await served(context, await signerOf(context, 'First', small))

    const first = await served(context, alone)
    const stop = watchLoop()
    const together = await inCrowd(context, crowd)
    print([first, ...together], stop())
  } finally {
    await installation.close(1_000)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Standstill = { worked: number; passed: number }

/**
 * The longest that one turn of the event loop kept everybody waiting, in milliseconds: what this thread worked in it, and what passed, in
 * which other programs had the processor as well.
 */
function watchLoop(): () => Standstill {
  const now = () => ({ worked: cpuMs(), passed: performance.now() })
  const longest: Standstill = { worked: 0, passed: 0 }
  let before = now()
  const timer = setInterval(() => {
    const after = now()
    longest.worked = Math.max(longest.worked, after.worked - before.worked)
    longest.passed = Math.max(longest.passed, after.passed - before.passed - RESOLUTION_MS)
    before = after
  }, RESOLUTION_MS)
  return () => {
    clearInterval(timer)
    return longest
  }
}

/** Linux says for how long this thread has had a processor. Elsewhere all time that passes counts as work. */
function cpuMs(): number {
  const said = '/proc/thread-self/schedstat'
  return existsSync(said) ? Number(readFileSync(said, 'utf8').split(' ')[0]) / 1e6 : performance.now()
}

async function signerOf(context: Context, name: string, film: readonly Uint8Array[]): Promise<Signer> {
  // Each of a tenant of their own but the hostile one, who shares theirs with nobody either.
  const tenant = await context.db.tenant.create({
    data: bound(context.secrets, 'tenant', { id: newId('ten'), name, color: null, minimumAge: null, suspendedAt: null }),
  })
  const key = await context.db.apiKey.create({
    data: { id: newId('key'), tenantId: tenant.id, mode: 'test', name, last4: '0000', hash: newId('key') },
  })
  const caller: KeyCaller = { kind: 'key', tenantId: tenant.id, mode: 'test', apiKeyId: key.id, plan: tenant.plan, scopes: [] }
  const { signers } = await newRequest({ context, caller }, [{ name: `${name} Kowalska`, email: `${name}@example.com` }])
  const walk = await Walk.open({ context }, signers[0]?.id ?? '')
  await walk.to('document')
  return { name, walk, film }
}

/** The document of the synthetic camera, held still, tilted, and held still again; sixty pictures of which no two have the same bytes. */
async function documentFilm(): Promise<readonly Uint8Array[]> {
  const { frames } = await filmMovement({
    specimen: annaKowalska,
    documentType: 'national_id',
    shown: 'front',
    asked: 'tilt_left',
    now: new Date(),
  })
  return Array.from({ length: FRAME_LIMITS.perStep }, (_, seq) =>
    commented(frames[Math.min(frames.length - 1, Math.floor(seq / 9))]?.jpeg ?? new Uint8Array(), `${seq}`),
  )
}

/** Pictures of as many pixels and bytes as are taken: noise, which takes longest to decode. */
async function largestFilm(): Promise<readonly Uint8Array[]> {
  const [width, height] = [1920, 1080]
  const noise = await sharp({
    create: { width, height, channels: 3, background: '#777', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  })
    .raw()
    .toBuffer()
  for (let quality = 60; ; quality -= 4) {
    const jpeg = await sharp(noise, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer()
    if (jpeg.length < FRAME_LIMITS.bytes - 100) return Array.from({ length: FRAME_LIMITS.perStep }, (_, seq) => commented(jpeg, `${seq}`))
  }
}

/** A comment makes the bytes others, and the picture stays the same (ITU-T T.81, B.2.4.5). */
function commented(jpeg: Uint8Array, comment: string): Buffer {
  const text = Buffer.from(`${comment} ${newId('frm')}`)
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2]), text, jpeg.subarray(2)])
}

/** As the page sends it: the frames in uploads, then the act. */
async function served(context: Context, signer: Signer): Promise<Served> {
  const began = performance.now()
  await upload(context, signer)
  const answer = await submit(signer)
  return { name: signer.name, ms: performance.now() - began, answer }
}

async function upload(context: Context, { walk, film }: Signer): Promise<void> {
  const { verification } = await walk.view()
  const { perUpload } = FRAME_LIMITS
  for (let from = 0; from < film.length; from += perUpload) {
    const part = film.slice(from, from + perUpload)
    const frames = part.map((_, at) => ({ seq: from + at, capturedAt: (from + at) * FRAME_MS }))
    const meta = JSON.stringify({ stage: 'front', nonce: verification?.nonce, revealedAt: 27 * FRAME_MS, frames })
    await receiveFrames(context, walk.caller, await readFrames(requestOf(meta, part)))
  }
}

const BOUNDARY = 'frames-of-the-bench'
const PIECE = 64 * 1024

/** As it comes from the network, piece by piece: the page's own work at it must not count as the server's. */
function requestOf(meta: string, jpegs: readonly Uint8Array[]): Request {
  const opening = (disposition: string) => Buffer.from(`\r\n--${BOUNDARY}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat([opening('name="meta"').subarray(2), Buffer.from(meta)])
    for (const jpeg of jpegs) {
      yield opening('name="frame"; filename="frame.jpg"')
      for (let at = 0; at < jpeg.length; at += PIECE) {
        await yieldToEventLoop()
        yield jpeg.subarray(at, at + PIECE)
      }
    }
    yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  }
  return new Request('http://localhost/frames', {
    method: 'POST',
    body: ReadableStream.from(pieces()),
    headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    duplex: 'half',
  } as RequestInit)
}

async function submit({ walk }: Signer): Promise<string> {
  const { verification } = await walk.view()
  if (!verification?.side || !verification.nonce) return 'nothing to submit'
  return walk.act({ act: 'submit_side', side: verification.side, nonce: verification.nonce }).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? `${error.status} ${error.code}` : String(error)),
  )
}

async function inCrowd(context: Context, [hostile, ...honest]: readonly Signer[]): Promise<Served[]> {
  if (!hostile) return []
  let over = false
  const holdUp = async (): Promise<void> => {
    while (!over) {
      await upload(context, {
        ...hostile,
        film: [commented(hostile.film[0] ?? new Uint8Array(), 'again'), ...hostile.film.slice(1)],
      }).catch(() => undefined)
      await Promise.all(Array.from({ length: AT_ONCE }, () => submit(hostile)))
      await yieldToEventLoop()
    }
  }
  const holding = holdUp()
  const all = await Promise.all(honest.map((signer) => served(context, signer)))
  over = true
  await holding
  return all
}

function print([alone, ...crowd]: readonly Served[], { worked, passed }: Standstill): void {
  if (!alone) return
  console.log('One side of a document, sixty frames: from the first upload to the answer')
  console.log(`${'alone'.padEnd(12)}${alone.ms.toFixed(0).padStart(8)} ms  ${alone.answer}`)
  for (const { name, ms, answer } of crowd) console.log(`${name.padEnd(12)}${ms.toFixed(0).padStart(8)} ms  ${answer}`)
  console.log(`\nLongest turn of the event loop in the crowd: ${worked.toFixed(0)} ms of work, in ${passed.toFixed(0)} ms at most`)
  console.log('\nTargets')
  const unanswered = crowd.filter(({ answer }) => answer !== 'read').length
  for (const [title, met] of [
    ['each honest signer is answered', unanswered === 0],
    [`no turn of the loop works for more than ${MOST_STANDSTILL_MS} ms`, worked <= MOST_STANDSTILL_MS],
  ] as const)
    console.log(`${met ? 'met   ' : 'MISSED'}  ${title}`)
}
