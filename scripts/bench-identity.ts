// The bench of identity checks: one signer's side of a document read alone, then six at once, one of whom does all to hold up the others.
// It runs the product's own installation in this process, so the longest standstill of the event loop is that of a server.
// npm run bench -- identity runs it, then the benches of documents and of the selfie; npm run bench -- identity crowd, or the name of another part,
// runs that part alone.

import { existsSync, readFileSync } from 'node:fs'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import sharp from 'sharp'
import { FRAME_LIMITS } from '@/lib/domain/capture'
import { Problem } from '@/lib/domain/problem'
import type { Context } from '@/lib/operations/kernel/context'
import type { Walk } from '@/lib/testing/journey-walk'
import { benchDocuments, benchPassports, benchSides } from './bench-documents'
import { benchForgeries } from './bench-forgeries'
import { benchPresence } from './bench-presence'
import { benchTimes } from './bench-times'
import { atDocument, cardFilm, commented, filmOf, sendFrames, withInstallation, type CardFilm } from './checked-signer'

const HONEST = ['Anna', 'Eleni', 'Lukasz', 'Maria', 'Zoe']
/** As many pictures as are taken: each of the film's, so many times. */
const EACH = 9
/** How often the loop is looked at. */
const RESOLUTION_MS = 4
/** Readings that the hostile signer has begun at once, again and again. */
const AT_ONCE = 6
const MOST_STANDSTILL_MS = 100

type Signer = { name: string; walk: Walk; film: CardFilm }
type Served = { name: string; ms: number; answer: string }

export async function benchIdentity([part, ...options]: readonly string[]): Promise<void> {
  const parts = {
    crowd: benchCrowd,
    documents: benchDocuments,
    passports: benchPassports,
    sides: benchSides,
    forgeries: benchForgeries,
    presence: benchPresence,
    times: benchTimes,
  }
  if (part !== undefined && !(part in parts)) throw new Error(`npm run bench -- identity ${Object.keys(parts).join(' | ')}`)
  for (const [name, bench] of Object.entries(parts)) if (part === undefined || part === name) await bench(options)
}

async function benchCrowd(): Promise<void> {
  await withInstallation(async (context) => {
    const [small, large] = [await cardFilm('front', 'tilt_left', EACH), await largestFilm()]
    const alone = await signerOf(context, 'Alone', small)
    const crowd = [await signerOf(context, 'Hostile', large)]
    for (const name of HONEST) crowd.push(await signerOf(context, name, small))
    // Loads the models, and lets the just-in-time compiler see everything once.
    await served(context, await signerOf(context, 'First', small))

    const first = await served(context, alone)
    const stop = watchLoop()
    const together = await inCrowd(context, crowd)
    print([first, ...together], stop())
  })
}

async function signerOf(context: Context, name: string, film: CardFilm): Promise<Signer> {
  return { name, walk: await atDocument(context, name), film }
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

/** Pictures of as many pixels and bytes as are taken: noise, which takes longest to decode. */
async function largestFilm(): Promise<CardFilm> {
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
    if (jpeg.length < FRAME_LIMITS.bytes - 100)
      return filmOf(
        Array.from({ length: 7 }, () => jpeg),
        EACH,
      )
  }
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
  await sendFrames(context, walk, { stage: 'front', nonce: verification?.nonce ?? '', ...film })
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
      const [first, ...others] = hostile.film.frames
      const frames = first ? [{ ...first, jpeg: commented(first.jpeg, 'again') }, ...others] : []
      await upload(context, { ...hostile, film: { ...hostile.film, frames } }).catch(() => undefined)
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
