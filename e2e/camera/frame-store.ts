// Keeps drawn views as JPEG files in the temporary folder, so that the same person is drawn once and not in every test.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Actor } from './actor'
import { toJpeg } from './image'
import { renderView, type View } from './views'

const folder = path.join(os.tmpdir(), 'qsignhub-camera')

/** The view's pictures as JPEG. */
export async function framesOf(actor: Actor, view: View): Promise<Buffer[]> {
  const { specimen, face, light } = actor
  const subject = view.startsWith('face') ? { face } : view === 'table' ? { light } : { specimen, light }
  const key = createHash('sha256').update(JSON.stringify([await rendererVersion(), view, subject])).digest('hex').slice(0, 32)
  return (await stored(key)) ?? (await draw(actor, view, key))
}

async function stored(key: string): Promise<Buffer[] | null> {
  const names = await readdir(path.join(folder, key)).catch(() => null)
  return names && Promise.all(names.toSorted().map((name) => readFile(path.join(folder, key, name))))
}

async function draw(actor: Actor, view: View, key: string): Promise<Buffer[]> {
  const frames: Buffer[] = []
  for await (const image of renderView(actor, view)) frames.push(await toJpeg(image))
  const partial = path.join(folder, `${key}.${process.pid}`)
  await mkdir(partial, { recursive: true })
  await Promise.all(frames.map((frame, index) => writeFile(path.join(partial, `${String(index).padStart(3, '0')}.jpg`), frame)))
  // Another process may have been faster: its pictures are the same.
  await rename(partial, path.join(folder, key)).catch(() => rm(partial, { recursive: true, force: true }))
  return frames
}

let version: Promise<string> | undefined

/** Changes whenever the code or data that draws changes, so that no old picture survives it. */
function rendererVersion(): Promise<string> {
  version ??= digestOf(import.meta.dirname)
  return version
}

async function digestOf(root: string): Promise<string> {
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(ts|json|jpg)$/.test(name)).toSorted()
  const hash = createHash('sha256')
  for (const name of names) hash.update(name).update(await readFile(path.join(root, name)))
  return hash.digest('hex')
}
