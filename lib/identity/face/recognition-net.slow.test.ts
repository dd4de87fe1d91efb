// The folded net answers the numbers that face-api's own computation answers, for one face and for several together.

import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { answerFileUrls } from '../engine/local-fetch'
import { packageFile, requireFrom } from '../engine/packages'
import { CHIP_SIZE } from './chip'
import { loadLandmarks } from './landmarks'
import { RecognitionNet, type Tensor, type TensorFlow, type Weights } from './recognition-net'

type Net = {
  readonly params: Weights
  loadFromDisk(folder: string): Promise<void>
  computeFaceDescriptor(face: Tensor): Promise<Float32Array>
}
type FaceApi = {
  tf: TensorFlow & {
    setBackend(name: string): Promise<boolean>
    ready(): Promise<void>
    tensor3d(data: Float32Array, shape: readonly number[]): Tensor
  }
  FaceRecognitionNet: new () => Net
}

let api: FaceApi
let theirs: Net
let ours: RecognitionNet

beforeAll(async () => {
  answerFileUrls()
  await loadLandmarks()
  api = requireFrom(packageFile('@vladmandic/face-api', 'dist/face-api.node-wasm.js')) as FaceApi
  await api.tf.setBackend('wasm')
  await api.tf.ready()
  const [one, other] = [new api.FaceRecognitionNet(), new api.FaceRecognitionNet()]
  const folder = path.dirname(packageFile('@vladmandic/face-api', 'model/face_recognition_model.bin'))
  for (const net of [one, other]) await net.loadFromDisk(folder)
  theirs = one
  ours = new RecognitionNet(api.tf, other.params)
})

const picture = (step: number) => Float32Array.from({ length: CHIP_SIZE * CHIP_SIZE * 3 }, (_, at) => (at * step) % 256)

test('one picture, or several at once, have the numbers that face-api gives each', async () => {
  const pictures = [picture(7919), picture(31), new Float32Array(CHIP_SIZE * CHIP_SIZE * 3)]
  const expected = await Promise.all(
    pictures.map(async (one) => Array.from(await theirs.computeFaceDescriptor(api.tf.tensor3d(one, [CHIP_SIZE, CHIP_SIZE, 3])))),
  )
  const together = new Float32Array(pictures.flatMap((one) => [...one]))
  const found = [...(await ours.embed(together, CHIP_SIZE)), ...(await ours.embed(pictures[0] ?? together, CHIP_SIZE))]
  for (const [at, numbers] of found.entries()) {
    expect(numbers).toHaveLength(128)
    const same = expected[at] ?? expected[0] ?? []
    expect(Math.max(...numbers.map((number, index) => Math.abs(number - (same[index] ?? 9))))).toBeLessThan(1e-5)
  }
})
