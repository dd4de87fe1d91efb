// Signers whose identity the benches check: in the product's own installation, in this process, each of a tenant of their own, with frames that
// come as the page sends them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import sharp from 'sharp'
import { readConfig } from '@/lib/config'
import { openInstallation } from '@/lib/context'
import { seedDemoTenant } from '@/lib/demo-tenant'
import type { KeyCaller } from '@/lib/domain/caller'
import { FRAME_LIMITS, type DocumentSide, type Movement } from '@/lib/domain/capture'
import { newId } from '@/lib/domain/ids'
import { withFrames } from '@/lib/http/journey/frames'
import { bound } from '@/lib/operations/kernel/bound-rows'
import type { Context } from '@/lib/operations/kernel/context'
import { receiveFrames, type FrameUpload } from '@/lib/operations/steps/document/receive-frames'
import { random } from '@/lib/testing/camera/image'
import { annaKowalska } from '@/lib/testing/camera/documents/specimen'
import { filmMovement } from '@/lib/testing/identity/document-clip'
import { newRequest, Walk } from '@/lib/testing/journey-walk'
import { prepare } from './prepare.mjs'

const FRAME_MS = 110
/** Pictures of a film before the movement is asked for. In two more the card is still held flat: nobody reacts at once. */
const BEFORE = 1

export async function withInstallation(work: (context: Context) => Promise<void>): Promise<void> {
  await prepare(['client', 'template', 'worker'])
  const dataDir = mkdtempSync(path.join(tmpdir(), 'qsignhub-bench-'))
  const installation = await openInstallation(
    readConfig({ ...process.env, QSIGNHUB_DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_URL: undefined }),
  )
  try {
    await seedDemoTenant(installation)
    await work(installation.contextFor())
  } finally {
    await installation.close(1_000)
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A signer, of a tenant of their own, who is asked for the front of an identity card. */
export async function atDocument(context: Context, name: string): Promise<Walk> {
  const tenant = await context.db.tenant.create({
    data: bound(context.secrets, 'tenant', {
      id: newId('ten'),
      name,
      color: null,
      minimumAge: null,
      stepUpAfterDays: null,
      suspendedAt: null,
    }),
  })
  const key = await context.db.apiKey.create({
    data: { id: newId('key'), tenantId: tenant.id, mode: 'test', name, last4: '0000', hash: newId('key') },
  })
  const caller: KeyCaller = { kind: 'key', tenantId: tenant.id, mode: 'test', apiKeyId: key.id, plan: tenant.plan, scopes: [] }
  const { signers } = await newRequest({ context, caller }, [{ name: `${name} Kowalska`, email: `${name}@example.com` }])
  const walk = await Walk.open({ context }, signers[0]?.id ?? '')
  await walk.to('document')
  return walk
}

export type CardFilm = Pick<FrameUpload, 'frames'> & { revealedAt: number }

/** Her card, held still, moved as asked and held again: seven pictures, as JPEG. */
export async function cardPictures(shown: DocumentSide, asked: Movement): Promise<Uint8Array[]> {
  const { frames } = await filmMovement({ specimen: annaKowalska, documentType: 'national_id', shown, asked, now: new Date() })
  return frames.map(({ jpeg }) => jpeg)
}

/** Each of these pictures `each` times, as fast as a camera takes them. */
export async function cardFilm(shown: DocumentSide, asked: Movement, each: number): Promise<CardFilm> {
  return filmOf(await cardPictures(shown, asked), each)
}

/** The same pictures from a camera held a little elsewhere, by a hand that trembles: nobody films the same twice. `place`: another number for each film. */
export function heldElsewhere(pictures: readonly Uint8Array[], place: number): Promise<Uint8Array[]> {
  const chance = random(place)
  const [left, top, cut] = [(place * 13) % 40, (place * 7) % 24, 40 + ((place * 5) % 20)]
  return Promise.all(
    pictures.map(async (jpeg) => {
      const [right, down] = [Math.floor(chance() * 12), Math.floor(chance() * 12)]
      const { width = 0, height = 0 } = await sharp(jpeg).metadata()
      return sharp(jpeg)
        .extract({ left: left + right, top: top + down, width: width - 2 * cut - 12, height: height - cut - 12 })
        .resize(width, height, { fit: 'fill' })
        .jpeg({ quality: 88 })
        .toBuffer()
    }),
  )
}

/** How long it takes to make this film: a shorter time the server does not believe. */
export const lengthOf = ({ frames }: CardFilm): number => (frames.length + 1) * FRAME_MS

/** No two frames have the same bytes. */
export function filmOf(pictures: readonly Uint8Array[], each: number): CardFilm {
  const all = pictures.flatMap((jpeg) => Array.from({ length: each }, () => jpeg)).slice(0, FRAME_LIMITS.perStep)
  const frames = all.map((jpeg, seq) => ({ seq, capturedAt: seq * FRAME_MS, jpeg: commented(jpeg, `${seq}`) }))
  return { frames, revealedAt: BEFORE * each * FRAME_MS }
}

/** A comment makes the bytes others, and the picture stays the same (ITU-T T.81, B.2.4.5). */
export function commented(jpeg: Uint8Array, comment: string): Buffer {
  const text = Buffer.from(`${comment} ${newId('frm')}`)
  return Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, text.length + 2]), text, jpeg.subarray(2)])
}

/** In as many uploads as it takes. */
export async function sendFrames(context: Context, walk: Walk, { frames, ...upload }: FrameUpload): Promise<void> {
  const { perUpload } = FRAME_LIMITS
  for (let from = 0; from < frames.length; from += perUpload) {
    const part = frames.slice(from, from + perUpload)
    const meta = JSON.stringify({ ...upload, frames: part.map(({ seq, capturedAt }) => ({ seq, capturedAt })) })
    const request = requestOf(
      meta,
      part.map(({ jpeg }) => jpeg),
    )
    await withFrames(request, walk.caller.signerId, (upload) => receiveFrames(context, walk.caller, upload))
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
