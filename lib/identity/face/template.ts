// A face as it is kept: its numbers in single precision, as bytes.
import type { Embedding } from './embedding'

export const templateBytes = (face: Embedding): Uint8Array => new Uint8Array(Float32Array.from(face).buffer)

export const templateFrom = (bytes: Uint8Array): Embedding => [...new Float32Array(Uint8Array.from(bytes).buffer)]
