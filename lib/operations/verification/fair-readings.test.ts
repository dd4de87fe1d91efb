// Six signers send sixty pictures each at once, and one of them does all to keep the others waiting: each honest one is answered, in turn.
// The worker is scripted, so what is seen is the order and not the time.

import { setImmediate as settled } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openIdentityAnalysis } from '../../adapters/identity/analysis'
import { FRAME_LIMITS } from '../../domain/capture'
import { Problem } from '../../domain/problem'
import { AnalysisPool } from '../../identity/analysis-pool'
import { specimenReading } from '../../identity/specimen/document-reading'
import { specimenPicture } from '../../identity/specimen/pictures'
import { scriptedAnalyst } from '../../testing/identity/scripted-analyst'
import { jpeg, newRequest, Walk } from '../../testing/journey-walk'
import { testContext, type TestContext } from '../../testing/test-context'
import { whatTheCameraSees } from '../sandbox/test-document'
import { receiveFrames } from '../steps/document/receive-frames'

const HONEST = ['Anna', 'Eleni', 'Lukasz', 'Maria', 'Zoe']
const { perStep, perUpload, bytes } = FRAME_LIMITS

type Signer = { name: string; walk: Walk; nonce: string }

const worker = scriptedAnalyst()
let test: TestContext
let hostile: Signer
let honest: Signer[]

beforeAll(async () => {
  const identity = openIdentityAnalysis({ sceneKey: 'scenes', pool: new AnalysisPool({ analysts: [worker.analyst] }) })
  test = await testContext({ identity })
  hostile = await arrived('Hostile', test)
  // Some are signers of the same tenant, some of another.
  const other = { ...test, ...(await test.newCaller()) }
  honest = []
  for (const [at, name] of HONEST.entries()) honest.push(await arrived(name, at % 2 === 0 ? test : other))
})
afterAll(() => test.close())

async function arrived(name: string, of: TestContext): Promise<Signer> {
  const { signers } = await newRequest(of, [{ name: `${name} Kowalska`, email: `${name}@example.com` }])
  const walk = await Walk.open(test, signers[0]?.id ?? '')
  await walk.to('document')
  return { name, walk, nonce: (await walk.view()).verification?.nonce ?? '' }
}

/** With comments before the picture, so that the file has so many bytes, give or take five. */
function padded(picture: Uint8Array, size: number): Uint8Array {
  const parts: Uint8Array[] = [picture.subarray(0, 2)]
  for (let left = size - picture.length; left > 4; left -= 65_000) {
    const length = Math.min(65_000, left) - 2
    parts.push(Buffer.from([0xff, 0xfe, length >> 8, length & 255]), Buffer.alloc(length - 2))
  }
  return Buffer.concat([...parts, picture.subarray(2)])
}

/** `picture`: the first of another film makes it begin anew. */
async function film({ walk, nonce }: Signer, { size = 1_000, picture = 'film' } = {}): Promise<void> {
  for (let from = 0; from < perStep; from += perUpload) {
    const frames = Array.from({ length: Math.min(perUpload, perStep - from) }, (_, at) => from + at).map((seq) => ({
      seq,
      capturedAt: seq * 120,
      jpeg: padded(jpeg(`${nonce} ${picture} ${seq}`, { width: 1920, height: 1080 }), size),
    }))
    await receiveFrames(test.context, walk.caller, { stage: 'front', nonce, revealedAt: null, frames })
  }
}

const submit = ({ walk, nonce }: Signer): Promise<string> =>
  walk.act({ act: 'submit_side', side: 'front', nonce }).then(
    () => 'read',
    (error: unknown) => (error instanceof Problem ? `${error.status} ${error.code}` : String(error)),
  )

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await settled()
}

/** Ends the reading that goes on, and answers whose it was and of how many frames. */
async function readOne(): Promise<{ name: string; frames: number }> {
  await until(worker.isReading)
  const task = worker.taken.at(-1)
  if (task?.kind !== 'document') throw new Error('not a side of a document')
  const frames = task.input.movement.frames
  const who = [hostile, ...honest].find(({ nonce }) => nonce === frames[0]?.nonce)
  const side = { side: 'front', documentType: 'national_id', country: 'PL', movement: 'tilt_left', now: test.context.now() } as const
  const script = whatTheCameraSees(`${who?.name} Kowalska`, 'AZE123456', null)
  worker.answer(specimenReading(script, { ...side, picture: specimenPicture('front') }))
  return { name: who?.name ?? '', frames: frames.length }
}

const othersBefore = async ({ walk }: Signer) => (await walk.view()).verification?.othersBefore ?? null

it('answers each honest signer once everybody before them had one turn, and refuses a second reading of the same check', async () => {
  await film(hostile, { size: bytes })
  await Promise.all(honest.map((signer) => film(signer)))

  const first = submit(hostile)
  await until(worker.isReading)
  const more = await Promise.all(Array.from({ length: 5 }, () => submit(hostile)))
  expect(new Set(more)).toEqual(new Set(['409 READING_IN_PROGRESS']))

  const answers = honest.map((signer) => submit(signer))
  for (const signer of honest) while ((await othersBefore(signer)) === null) await settled()
  expect((await Promise.all(honest.map(othersBefore))).toSorted()).toEqual([1, 2, 3, 4, 5])

  // A film that changes while it is read is read again, as often as its sender likes: behind all the others.
  await film(hostile, { size: bytes, picture: 'another film' })
  const order = [await readOne()]
  expect(await first).toBe('409 STATE_CONFLICT')
  const second = submit(hostile)
  while ((await othersBefore(hostile)) === null) await settled()
  for (const _ of [...honest, hostile]) order.push(await readOne())

  expect(order.map(({ frames }) => frames)).toEqual(Array.from({ length: 7 }, () => perStep))
  expect([order[0]?.name, order.at(-1)?.name]).toEqual(['Hostile', 'Hostile'])
  expect(
    order
      .slice(1, -1)
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(HONEST)
  // The two tenants take turns as long as both have signers who wait.
  const ofOther = order.slice(1, -1).map(({ name }) => HONEST.indexOf(name) % 2 === 1)
  expect(ofOther.slice(0, 4).filter(Boolean)).toHaveLength(2)
  expect(await Promise.all(answers)).toEqual(HONEST.map(() => 'read'))
  expect(await second).toBe('read')
  for (const { walk } of [hostile, ...honest]) expect((await walk.view()).verification).toMatchObject({ side: 'back', othersBefore: null })
})
