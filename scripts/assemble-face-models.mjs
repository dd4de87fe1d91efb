// Makes public/models and public/mediapipe, from which the camera pages guide the signer, out of npm packages. Does nothing when
// they are up to date.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const project = path.resolve(import.meta.dirname, '..')

// Digests of what goes in and of what comes out: a changed package fails here and not in front of a signer's camera.
const inputs = {
  'face_landmark_with_attention.tflite': '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d',
  'geometry_pipeline_metadata_landmarks.binarypb': 'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4',
  'face_detection_short_range.tflite': '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
}
const outputs = {
  'face_landmarker.task': '25217f3e65e124d4f0105f68449d17d6bfcbf62f075864c3eb48283254418665',
  'blaze_face_short_range.tflite': 'e0d519b1bfde7ca8b6f73a89fbb4cb56cbdf643534f110f76762f7ff229cd899',
}
// The variant with SIMD is for nearly all devices, the other one for phones older than 2021. The ES module variants are never asked for.
const wasm = ['vision_wasm_internal', 'vision_wasm_nosimd_internal'].flatMap((name) => [`${name}.js`, `${name}.wasm`])

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex')

export async function assembleFaceModels({ nodeModules = path.join(project, 'node_modules'), out = path.join(project, 'public') } = {}) {
  await assembleModels(nodeModules, path.join(out, 'models'))
  await copyWasm(path.join(nodeModules, '@mediapipe/tasks-vision/wasm'), path.join(out, 'mediapipe/wasm'))
}

async function assembleModels(nodeModules, folder) {
  if (await upToDate(folder)) return
  const [{ taskModel }, { storedZip }] = await Promise.all([
    import('./face-models/tflite-model.mjs'),
    import('./face-models/stored-zip.mjs'),
  ])
  const assets = await readAssets(path.join(nodeModules, '@mediapipe/face_mesh'))
  const detector = taskModel(assets['face_detection_short_range.tflite'], { name: 'BlazeFace short range', mean: 127.5, std: 127.5 })
  const landmarks = taskModel(assets['face_landmark_with_attention.tflite'], {
    name: 'Attention Mesh 478',
    mean: 0,
    std: 255,
    foldAttention: true,
  })
  const geometry = 'geometry_pipeline_metadata_landmarks.binarypb'
  const made = {
    'face_landmarker.task': storedZip([
      ['face_detector.tflite', detector],
      ['face_landmarks_detector.tflite', landmarks],
      [geometry, assets[geometry]],
    ]),
    'blaze_face_short_range.tflite': detector,
  }
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(made)) {
    checkDigest(name, bytes, outputs[name])
    await writeWhole(path.join(folder, name), bytes)
  }
}

async function upToDate(folder) {
  for (const [name, digest] of Object.entries(outputs)) {
    const bytes = await readFile(path.join(folder, name)).catch(() => null)
    if (!bytes || sha256(bytes) !== digest) return false
  }
  return true
}

/** The package joins its models into one file; the loader script beside it lists where each begins and ends. */
async function readAssets(packageFolder) {
  const loader = await readFile(path.join(packageFolder, 'face_mesh_solution_packed_assets_loader.js'), 'utf8')
  const packed = await readFile(path.join(packageFolder, 'face_mesh_solution_packed_assets.data'))
  const list = /"files": (\[.*?\])/.exec(loader)
  if (!list) throw new Error('@mediapipe/face_mesh no longer lists its packed assets')
  const assets = Object.fromEntries(
    JSON.parse(list[1]).map((file) => [path.basename(file.filename), packed.subarray(file.start, file.end)]),
  )
  for (const [name, digest] of Object.entries(inputs)) checkDigest(name, assets[name], digest)
  return assets
}

function checkDigest(name, bytes, expected) {
  const found = bytes ? sha256(bytes) : 'nothing'
  if (found !== expected) throw new Error(`${name}: expected sha256 ${expected}, found ${found}. Was a package changed?`)
}

async function copyWasm(from, to) {
  await mkdir(to, { recursive: true })
  for (const name of wasm) {
    const [source, target] = await Promise.all([stat(path.join(from, name)), stat(path.join(to, name)).catch(() => null)])
    if (target?.size === source.size && target.mtimeMs >= source.mtimeMs) continue
    const partial = path.join(to, `${name}.${process.pid}`)
    await copyFile(path.join(from, name), partial)
    await rename(partial, path.join(to, name))
  }
}

/** Writes under another name and renames, so that a second start at the same moment never serves half a file. */
async function writeWhole(file, bytes) {
  await writeFile(`${file}.${process.pid}`, bytes)
  await rename(`${file}.${process.pid}`, file)
}

if (process.argv[1] && fileURLToPath(import.meta.url) === path.resolve(process.argv[1])) await assembleFaceModels()
