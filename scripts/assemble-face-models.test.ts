// The face models are made from exactly the package that was reviewed; a changed package is refused and not served.
import { cp, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { assembleFaceModels } from './assemble-face-models.mjs'

let folder: string
const nodeModules = path.resolve(import.meta.dirname, '../node_modules')

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'face-models-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('makes models and runtime once, and leaves them alone afterwards', async () => {
  const out = path.join(folder, 'public')
  await assembleFaceModels({ nodeModules, out })
  expect((await readdir(path.join(out, 'models'))).toSorted()).toEqual(['blaze_face_short_range.tflite', 'face_landmarker.task'])
  expect(await readdir(path.join(out, 'mediapipe/wasm'))).toHaveLength(4)
  const made = await stat(path.join(out, 'models/face_landmarker.task'))
  await assembleFaceModels({ nodeModules, out })
  expect((await stat(path.join(out, 'models/face_landmarker.task'))).ino).toBe(made.ino)
})

it('refuses a package with one changed byte', async () => {
  const changed = path.join(folder, 'node_modules')
  await cp(path.join(nodeModules, '@mediapipe/face_mesh'), path.join(changed, '@mediapipe/face_mesh'), { recursive: true })
  const file = await open(path.join(changed, '@mediapipe/face_mesh/face_mesh_solution_packed_assets.data'), 'r+')
  await file.write(Buffer.from([0x55]), 0, 1, 1000)
  await file.close()
  await expect(assembleFaceModels({ nodeModules: changed, out: path.join(folder, 'other') })).rejects.toThrow(/expected sha256/)
})
