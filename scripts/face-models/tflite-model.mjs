// Turns a legacy TFLite model into one that MediaPipe Tasks accepts, without a TFLite compiler: metadata is added, outputs folded.
import * as flatbuffers from 'flatbuffers'
import { attentionOutputs, gatherIndex, landmarkValues, presenceOutput } from './attention-mesh.mjs'
import { fieldAt, follow, stringAt, vectorAt, writeFloats, writeInts, writeOffsets, writeTable } from './flatbuffer-table.mjs'

const operatorCode = { concatenation: 2, gather: 36 }
const optionsType = { concatenation: 10, gather: 23 }
const float32 = 0
const int32 = 2

/**
 * The new file is a new root table with the old file behind it. FlatBuffers offsets only point forward, so the new table can refer to
 * everything in the old file that stays the same (weights, operators), which need not be copied.
 */
export function taskModel(bytes, { name, mean, std, foldAttention }) {
  const source = new flatbuffers.ByteBuffer(new Uint8Array(bytes))
  const root = follow(source, 0)
  const builder = new flatbuffers.Builder(bytes.length + 65536)
  const alignedLength = (bytes.length + 15) & ~15
  builder.prep(16, alignedLength)
  builder.pad(alignedLength - bytes.length)
  builder.space -= bytes.length
  builder.bb.bytes().set(bytes, builder.space)
  const blob = builder.offset()
  const kept = (position) => blob - position

  const model = readModel(source, root)
  const buffers = model.buffers.items.map((item) => kept(item.at))
  const folded = foldAttention ? foldOutputs(builder, model, buffers, kept) : null
  const outputNames = folded ? ['landmarks', 'presence'] : model.outputs.map((output) => output.name)
  buffers.push(writeBuffer(builder, metadata(name, mean, std, outputNames)))

  const entryName = builder.createString('TFLITE_METADATA')
  const entry = writeTable(builder, 2, [
    [0, 'offset', entryName],
    [1, 'int', buffers.length - 1],
  ])
  const metadataVector = writeOffsets(builder, [...model.metadata.items.map((item) => kept(item.at)), entry])
  const bufferVector = writeOffsets(builder, buffers)
  const description = builder.createString(name)
  const newRoot = writeTable(builder, 8, [
    [0, 'int', model.version],
    [1, 'offset', folded?.operatorCodes ?? kept(model.operatorCodes.start)],
    [2, 'offset', folded?.subgraphs ?? kept(model.subgraphs.start)],
    [3, 'offset', description],
    [4, 'offset', bufferVector],
    [6, 'offset', metadataVector],
  ])
  builder.minalign = Math.max(builder.minalign, 16)
  builder.finish(newRoot, 'TFL3')
  return Buffer.from(builder.asUint8Array())
}

function readModel(source, root) {
  const subgraphs = vectorAt(source, root, 2)
  const graph = subgraphs.items[0].at
  const tensors = vectorAt(source, graph, 0)
  const tensor = (index) => {
    const table = tensors.items[index].at
    return { index, name: stringAt(source, table, 3), shape: vectorAt(source, table, 0).items.map((item) => item.raw) }
  }
  const version = fieldAt(source, root, 0)
  return {
    version: version ? source.readInt32(version) : 3,
    operatorCodes: vectorAt(source, root, 1),
    subgraphs,
    buffers: vectorAt(source, root, 4),
    metadata: vectorAt(source, root, 6),
    tensors,
    inputs: vectorAt(source, graph, 1).items.map((item) => item.raw),
    outputs: vectorAt(source, graph, 2).items.map((item) => tensor(item.raw)),
    operators: vectorAt(source, graph, 3),
  }
}

/** Appends CONCATENATION and GATHER so that mesh, lips, eyes and irises leave the model as one tensor of 478 x 3. */
function foldOutputs(builder, model, buffers, kept) {
  const parts = attentionOutputs.map(({ name }) => model.outputs.find((output) => name.test(output.name)))
  const presence = model.outputs.find((output) => presenceOutput.test(output.name))
  if (parts.includes(undefined) || !presence) throw new Error('the face mesh model has other outputs than expected')
  const sizes = parts.map((part) => part.shape.reduce((product, size) => product * size, 1))
  const starts = sizes.map((_, position) => sizes.slice(0, position).reduce((sum, size) => sum + size, 0))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  buffers.push(writeBuffer(builder, new Uint8Array(gatherIndex(starts).buffer)))
  const indexBuffer = buffers.length - 1

  const axis = parts[0].shape.length - 1
  const leading = Array(axis).fill(1)
  const joined = model.tensors.items.length
  const tensors = [
    ...model.tensors.items.map((item) => kept(item.at)),
    writeTensor(builder, 'all_landmarks_flat', [...leading, total], float32, 0),
    writeTensor(builder, 'gather_index', [landmarkValues], int32, indexBuffer),
    writeTensor(builder, 'landmarks_478', [...leading, landmarkValues], float32, 0),
  ]
  const codes = model.operatorCodes.items.map((item) => kept(item.at))
  const operatorCodes = writeOffsets(builder, [
    ...codes,
    writeOperatorCode(builder, operatorCode.concatenation),
    writeOperatorCode(builder, operatorCode.gather),
  ])
  const concatenationOptions = writeTable(builder, 2, [[0, 'int', axis]])
  const gatherOptions = writeTable(builder, 2, [[0, 'int', axis]])
  const operators = [
    ...model.operators.items.map((item) => kept(item.at)),
    writeOperator(
      builder,
      codes.length,
      parts.map((part) => part.index),
      joined,
      optionsType.concatenation,
      concatenationOptions,
    ),
    writeOperator(builder, codes.length + 1, [joined, joined + 1], joined + 2, optionsType.gather, gatherOptions),
  ]
  const tensorVector = writeOffsets(builder, tensors)
  const inputs = writeInts(builder, model.inputs)
  const outputs = writeInts(builder, [joined + 2, presence.index])
  const operatorVector = writeOffsets(builder, operators)
  const graphName = builder.createString('main')
  const graph = writeTable(
    builder,
    5,
    [tensorVector, inputs, outputs, operatorVector, graphName].map((value, field) => [field, 'offset', value]),
  )
  return { operatorCodes, subgraphs: writeOffsets(builder, [graph]) }
}

function writeTensor(builder, name, shape, type, buffer) {
  const nameOffset = builder.createString(name)
  const shapeOffset = writeInts(builder, shape)
  return writeTable(builder, 8, [
    [0, 'offset', shapeOffset],
    [1, 'byte', type],
    [2, 'int', buffer],
    [3, 'offset', nameOffset],
  ])
}

function writeOperatorCode(builder, code) {
  builder.startObject(4)
  builder.addFieldInt8(0, code, 0)
  builder.addFieldInt32(2, 1, 1) // version 1 is the default
  builder.addFieldInt32(3, code, 0)
  return builder.endObject()
}

function writeOperator(builder, code, inputs, output, type, options) {
  const inputVector = writeInts(builder, inputs)
  const outputVector = writeInts(builder, [output])
  return writeTable(builder, 9, [
    [0, 'int', code],
    [1, 'offset', inputVector],
    [2, 'offset', outputVector],
    [3, 'byte', type],
    [4, 'offset', options],
  ])
}

function writeBuffer(builder, bytes) {
  builder.startVector(1, bytes.length, 16)
  builder.space -= bytes.length
  builder.bb.bytes().set(bytes, builder.space)
  return writeTable(builder, 3, [[0, 'offset', builder.endVector()]])
}

/** TFLite metadata (schema M001): Tasks refuse a model that does not say how its input is normalised. */
function metadata(name, mean, std, outputNames) {
  const builder = new flatbuffers.Builder(1024)
  const means = writeFloats(builder, [mean])
  const stds = writeFloats(builder, [std])
  const normalization = writeTable(builder, 2, [
    [0, 'offset', means],
    [1, 'offset', stds],
  ])
  const process = writeTable(builder, 2, [
    [0, 'byte', 1],
    [1, 'offset', normalization],
  ])
  const imageProperties = writeTable(builder, 2, [[0, 'byte', 1]])
  const content = writeTable(builder, 2, [
    [0, 'byte', 2],
    [1, 'offset', imageProperties],
  ])
  const processes = writeOffsets(builder, [process])
  const inputName = builder.createString('image')
  const input = writeTable(builder, 7, [
    [0, 'offset', inputName],
    [3, 'offset', content],
    [4, 'offset', processes],
  ])
  const outputs = outputNames.map((output) => {
    const outputName = builder.createString(output)
    return writeTable(builder, 7, [[0, 'offset', outputName]])
  })
  const inputVector = writeOffsets(builder, [input])
  const outputVector = writeOffsets(builder, outputs)
  const graph = writeTable(builder, 10, [
    [2, 'offset', inputVector],
    [3, 'offset', outputVector],
  ])
  const graphs = writeOffsets(builder, [graph])
  const modelName = builder.createString(name)
  const licence = builder.createString('Apache-2.0, Google MediaPipe; weights from npm @mediapipe/face_mesh')
  const minimumVersion = builder.createString('1.0.0')
  const root = writeTable(builder, 8, [
    [0, 'offset', modelName],
    [3, 'offset', graphs],
    [5, 'offset', licence],
    [7, 'offset', minimumVersion],
  ])
  builder.finish(root, 'M001')
  return builder.asUint8Array()
}
