// Keeps drawn pictures as JPEG files beside the installed packages, so that each is drawn once on a machine and not in every run.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256Hex } from '../../crypto/algorithms'
import type { Actor } from './actor'
import { toJpeg } from './image'
import { faceOf } from './portrait/people'
import { renderView, type View } from './views'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(root, 'node_modules/.cache/qsignhub/frames')
/** Everything that draws: the camera, the clips of the unit tests, and the packages that turn shapes and letters into pixels. */
const drawing = [
  'lib/testing/camera',
  'lib/testing/identity',
  ...['sharp', '@cantoo/fontkit', '@expo-google-fonts/inter'].map((name) => `node_modules/${name}/package.json`),
]

/** The view's pictures as JPEG. */
export function framesOf(actor: Actor, view: View): Promise<Buffer[]> {
  const { specimen, face, light, open } = actor
  const subject = view.startsWith('face') ? { face, of: faceOf(specimen) } : view === 'table' ? { light } : { specimen, light, open }
  return keptFrames(['view', view, subject], async () => {
    const frames: Buffer[] = []
    for await (const image of renderView(actor, view)) frames.push(await toJpeg(image))
    return frames
  })
}

const underWay = new Map<string, Promise<Buffer[]>>()

/** The pictures that `draw` makes. `subject` names all that they depend on beside the code that draws. */
export async function keptFrames(subject: readonly unknown[], draw: () => Promise<Buffer[]>): Promise<Buffer[]> {
  const key = sha256Hex(JSON.stringify(subject)).slice(0, 32)
  const found = underWay.get(key) ?? foundOrDrawn(key, draw)
  underWay.set(key, found)
  try {
    return await found
  } finally {
    underWay.delete(key)
  }
}

async function foundOrDrawn(key: string, draw: () => Promise<Buffer[]>): Promise<Buffer[]> {
  const place = path.join(await versionFolder(), key)
  const known = await stored(place)
  if (known) return known
  const frames = await draw()
  await store(place, frames)
  return frames
}

/** Null also when a file goes while it is read: then the pictures are drawn again. */
async function stored(place: string): Promise<Buffer[] | null> {
  try {
    return await Promise.all((await readdir(place)).toSorted().map((name) => readFile(path.join(place, name))))
  } catch {
    return null
  }
}

async function store(place: string, frames: readonly Buffer[]): Promise<void> {
  const partial = `${place}.${process.pid}`
  await mkdir(partial, { recursive: true })
  await Promise.all(frames.map((frame, index) => writeFile(path.join(partial, `${String(index).padStart(3, '0')}.jpg`), frame)))
  // Another process may have been faster: its pictures are the same.
  await rename(partial, place).catch(() => rm(partial, { recursive: true, force: true }))
}

let current: Promise<string> | undefined

/** One folder for each version of what draws, so that no old picture survives it. */
function versionFolder(): Promise<string> {
  current ??= openFolder()
  return current
}

async function openFolder(): Promise<string> {
  const version = (await digestOf(drawing)).slice(0, 16)
  const open = path.join(folder, version)
  await mkdir(open, { recursive: true })
  await utimes(open, new Date(), new Date())
  await forgetOlder()
  return open
}

/** Deletes pictures of versions that were not used for an hour; a run that misses one draws it again. */
async function forgetOlder(): Promise<void> {
  for (const name of await readdir(folder)) {
    const version = path.join(folder, name)
    const opened = await stat(version).then(
      ({ mtimeMs }) => mtimeMs,
      () => Date.now(),
    )
    if (Date.now() - opened > 3_600_000) await rm(version, { recursive: true, force: true })
  }
}

/** The digest of all that stands in these folders and files of the project, which is a version of them. */
export async function digestOf(places: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await Promise.all(places.map(filesOf))).flat()) hash.update(name).update(await readFile(path.join(root, name)))
  return hash.digest('hex')
}

async function filesOf(place: string): Promise<string[]> {
  if (path.extname(place) !== '') return [place]
  const names = await readdir(path.join(root, place), { recursive: true })
  return names
    .filter((name) => /(?<!\.test)\.(ts|json|jpg)$/.test(name))
    .toSorted()
    .map((name) => `${place}/${name}`)
}
