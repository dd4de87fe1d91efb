// Uploads under way share the memory of the process: beyond it the first begun of the signer who holds most gives way.

import { expect, it } from 'vitest'
import { HeldUploads, type Held } from './held-uploads'

/** Begins an upload that holds so many bytes. */
function holding(uploads: HeldUploads, who: string, bytes: number): Held & { state: () => Promise<string> } {
  const held = uploads.begin(who)
  held.take(bytes)
  const state = () =>
    Promise.race([
      held.gone.catch(() => 'gone' as const),
      new Promise<string>((resolve) => {
        setImmediate(resolve, 'held')
      }),
    ])
  return { ...held, state }
}

it('lets the first begun of the signer who holds most give way', async () => {
  const uploads = new HeldUploads(100)
  const [small, first, second] = [holding(uploads, 'a', 30), holding(uploads, 'b', 20), holding(uploads, 'b', 40)]
  holding(uploads, 'c', 20)
  expect(await Promise.all([small, first, second].map(({ state }) => state()))).toEqual(['held', 'gone', 'held'])
  expect(() => first.take(1)).toThrow()
})

it('refuses the upload itself, where it is what holds most', () => {
  const uploads = new HeldUploads(100)
  holding(uploads, 'a', 30)
  const own = holding(uploads, 'b', 60)
  expect(() => own.take(20)).toThrow()
  holding(uploads, 'c', 70)
})

it('takes nothing from uploads that are all there, and gives their room back when they end', async () => {
  const uploads = new HeldUploads(100)
  const kept = holding(uploads, 'a', 90)
  kept.arrived()
  expect(() => holding(uploads, 'b', 20)).toThrow()
  expect(await kept.state()).toBe('held')
  kept.end()
  kept.end()
  holding(uploads, 'b', 100)
})
