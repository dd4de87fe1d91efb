// Faces in a picture with the 468 landmarks of their mesh (BlazeFace and FaceMesh, run by @vladmandic/human on WebAssembly).
import path from 'node:path'
import type { RgbImage } from '../engine/image'
import { folderUrl, packageFile, requireFrom } from '../engine/packages'

export type Landmarks = readonly (readonly [x: number, y: number, z: number])[]

export type Face = {
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  readonly confidence: number
  readonly landmarks: Landmarks
}

type Tensor = { dispose(): void }

type HumanFace = { box: [number, number, number, number]; boxScore: number; faceScore: number; mesh: [number, number, number][] }

type Human = {
  tf: { tensor(data: Uint8Array, shape: number[], type: 'int32'): Tensor }
  init(): Promise<void>
  load(): Promise<void>
  detect(input: Tensor): Promise<{ face: HumanFace[]; error?: string | null }>
}

const OFF = { enabled: false }

const configuration = (modelFile: string, wasmFile: string) => ({
  debug: false,
  backend: 'wasm',
  wasmPath: path.dirname(wasmFile) + path.sep,
  wasmPlatformFetch: false,
  modelBasePath: folderUrl(path.dirname(modelFile)),
  // No cache: with a box remembered from the frame before, a face that has gone would count as present.
  cacheSensitivity: 0,
  softwareKernels: true,
  filter: OFF,
  face: {
    enabled: true,
    detector: { rotation: true, return: false, maxDetected: 4, minConfidence: 0.2 },
    mesh: { enabled: true },
    attention: OFF,
    iris: OFF,
    emotion: OFF,
    description: OFF,
    antispoof: OFF,
    liveness: OFF,
  },
  body: OFF,
  hand: OFF,
  gesture: OFF,
  object: OFF,
  segmentation: OFF,
})

let human: Human | undefined

// answerFileUrls() must have run in this thread. A missing model only shows on the first detection, so one is run here.
export async function loadLandmarks(): Promise<void> {
  if (human) return
  const models = packageFile('@vladmandic/human', 'models/facemesh.json')
  const wasm = packageFile('@tensorflow/tfjs-backend-wasm', 'dist/tfjs-backend-wasm-simd.wasm')
  const { Human: Constructor } = requireFrom(packageFile('@vladmandic/human', 'dist/human.node-wasm.js')) as {
    Human: new (config: ReturnType<typeof configuration>) => Human
  }
  const created = new Constructor(configuration(models, wasm))
  await created.init()
  await created.load()
  human = created
  await findFaces({ width: 64, height: 64, data: new Uint8Array(64 * 64 * 3).fill(128) })
}

// Largest first.
export async function findFaces({ width, height, data }: RgbImage): Promise<Face[]> {
  if (!human) throw new Error('loadLandmarks() has not finished')
  const input = human.tf.tensor(data, [1, height, width, 3], 'int32')
  try {
    const { face, error } = await human.detect(input)
    if (error) throw new Error(`landmark model: ${error}`)
    return face
      .filter(({ mesh }) => mesh.length >= 468)
      .map(({ box, boxScore, faceScore, mesh }) => ({
        box: { x: box[0], y: box[1], width: box[2], height: box[3] },
        confidence: Math.min(boxScore, faceScore),
        landmarks: mesh,
      }))
      .sort((a, b) => b.box.width * b.box.height - a.box.width * a.box.height)
  } finally {
    input.dispose()
  }
}
