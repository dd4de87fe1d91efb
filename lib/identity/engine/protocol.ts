// The messages between the analysis pool and its workers: one task at a time, one answer to each.
import type { DocumentFrames, DocumentReading } from '../document/analyse'
import type { SelfieFrames, SelfieStepReading } from '../liveness/step'

export type Task = { readonly kind: 'document'; readonly input: DocumentFrames } | { readonly kind: 'selfie'; readonly input: SelfieFrames }

export type Answer =
  | { readonly say: 'done'; readonly result: DocumentReading | SelfieStepReading }
  // `message` says what failed, and never what a picture showed.
  | { readonly say: 'failed'; readonly message: string }

export type FromWorker = { readonly say: 'ready' } | Answer
