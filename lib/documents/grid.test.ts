// Files as programs write them, drawn from a grid: each is signed and found good by programs outside, or refused at upload; none fails later.

import { beforeAll, expect, it } from 'vitest'
import { gridPeople, judgedGridFile, type People } from '@/scripts/grid-judged'
import { gridFiles } from '../testing/pdf-grid'

/** `npm run bench -- grid` takes 300. */
const FILES = 20

let people: People
beforeAll(async () => {
  people = await gridPeople()
})

it.each(gridFiles(14, FILES).map((file) => [file.name, file] as const))('%s', async (_, file) => {
  expect(await judgedGridFile(file, people)).toMatch(/^(signed$|refused: DOCUMENT_(DAMAGED|LOCKED) \w+)/)
})
