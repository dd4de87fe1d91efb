// The messages between the analysis pool and its workers: one task at a time, one answer to each.
import type { DocumentFrames, DocumentReading } from '../document/analyse'
import type { PortraitPicture } from '../chip/portrait'
import type { Embedding } from '../face/embedding'
import type { SelfieFrames, SelfieStepReading } from '../liveness/step'

export type Task =
  | { readonly kind: 'document'; readonly input: DocumentFrames }
  | { readonly kind: 'selfie'; readonly input: SelfieFrames }
  | { readonly kind: 'portrait'; readonly input: PortraitPicture }

export type Answer =
  | { readonly say: 'done'; readonly result: DocumentReading | SelfieStepReading | Embedding | null }
  // `message` says what failed, and never what a picture showed.
  | { readonly say: 'failed'; readonly message: string }

export type FromWorker = { readonly say: 'ready' } | Answer
