// Files as programs write them, drawn from a grid: each is signed and found good by programs outside, or refused at upload; none fails later.

import { beforeAll, expect, it } from 'vitest'
import { judgedGridFile } from '@/scripts/grid-judged'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import type { Signer } from '../signature/pades'
import { gridFiles } from '../testing/pdf-grid'

/** The slow test beside this one takes 300. */
const FILES = 12

let people: { trust: SampleTrust; signer: Signer; stranger: Signer; foreign: SampleTrust }

beforeAll(async () => {
  const [trust, foreign] = [await openSampleTrust(), await openSampleTrust()]
  const signer = await trust.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  people = { trust, foreign, signer, stranger: await foreign.signer({ givenNames: 'Jane', surname: 'Doe' }) }
})

it.each(gridFiles(14, FILES).map((file) => [file.name, file] as const))('%s', async (_, file) => {
  expect(await judgedGridFile(file, people)).toMatch(/^(signed$|refused: DOCUMENT_(DAMAGED|LOCKED) \w+)/)
})
