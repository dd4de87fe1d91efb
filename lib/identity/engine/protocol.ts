// What the analysis pool and its workers say to each other.
import type { MovementFrames, MovementResult } from '../document/movement'
import type { DocumentFrames, DocumentReading } from '../document/analyse'
import type { SelfieFrames, SelfieStepReading } from '../liveness/step'
import type { Policy } from '../policy'

export type Task =
  | { readonly kind: 'document'; readonly input: DocumentFrames; readonly policy: Policy }
  | { readonly kind: 'movement'; readonly input: MovementFrames; readonly picture: Uint8Array; readonly policy: Policy }
  | { readonly kind: 'selfie'; readonly input: SelfieFrames }

export type Result = DocumentReading | MovementResult | SelfieStepReading

export type ToWorker =
  | { readonly say: 'analyse'; readonly id: number; readonly task: Task }
  | { readonly say: 'cancel'; readonly id: number }

export type FromWorker =
  | { readonly say: 'ready' }
  | { readonly say: 'done'; readonly id: number; readonly result: Result }
  // The message names what broke, never what was on a picture.
  | { readonly say: 'failed'; readonly id: number; readonly message: string }
  | { readonly say: 'cancelled'; readonly id: number }
