// OpenCV's WebAssembly build for Node, loaded once per worker, and a scope that frees its raw memory.
import { createRequire } from 'node:module'

type Mat = import('@techstark/opencv-js').Mat

// Canny1 finds edges in gradients that were measured before; the types of the package leave it out.
export type OpenCv = typeof import('@techstark/opencv-js') & { Canny1(across: Mat, down: Mat, edges: Mat, low: number, high: number): void }

type Loading = OpenCv & { onRuntimeInitialized?: () => void }

let loaded: OpenCv | undefined

// Never resolve a promise with the module: some builds of it have a `then`, and awaiting such a module never ends.
export async function loadOpenCv(): Promise<void> {
  if (loaded) return
  const required = createRequire(import.meta.url)('@techstark/opencv-js') as Loading
  if (!('Mat' in required && typeof required.Mat === 'function')) {
    await new Promise<void>((resolve) => {
      required.onRuntimeInitialized = () => resolve()
    })
  }
  loaded = required
}

function openCv(): OpenCv {
  if (!loaded) throw new Error('loadOpenCv() has not finished')
  return loaded
}

type Deletable = { delete(): void }

export type Keep = <M extends Deletable>(mat: M) => M

// Mats live outside the garbage-collected heap: everything that `keep` is given is freed when the work ends, however it ends.
export function withMats<T>(work: (keep: Keep, cv: OpenCv) => T): T {
  const kept: Deletable[] = []
  try {
    return work((mat) => {
      kept.push(mat)
      return mat
    }, openCv())
  } finally {
    for (const mat of kept.reverse()) mat.delete()
  }
}
