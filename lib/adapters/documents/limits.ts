// The limits of each task on a stranger's file, and of the worker that does it.

import type { TaskName } from '../../documents/protocol'

export type Limit = {
  /** Of the processor's time. */
  seconds: number
  /** What the caller is told where the file breaks its reader in a way that nobody foresaw. Without it, such an error is thrown on. */
  broken?:
    | 'DOCUMENT_DAMAGED.file'
    | 'DOCUMENT_DAMAGED.signatures_unreadable'
    | 'DOCUMENT_DAMAGED.evidence_unreadable'
    | 'VALIDATION_FAILED.text_unreadable'
    | 'CHIP_UNREADABLE.files'
  /** What was made is kept, because it is asked for again. */
  kept?: true
}

export const LIMITS = {
  inspect: { seconds: 20, broken: 'DOCUMENT_DAMAGED.file' },
  picture: { seconds: 15, broken: 'DOCUMENT_DAMAGED.file', kept: true },
  comparePages: { seconds: 30, broken: 'DOCUMENT_DAMAGED.file' },
  findTexts: { seconds: 20, broken: 'VALIDATION_FAILED.text_unreadable' },
  place: { seconds: 20, broken: 'DOCUMENT_DAMAGED.file' },
  prepare: { seconds: 30 },
  finish: { seconds: 60 },
  draw: { seconds: 120 },
  reportPicture: { seconds: 15, kept: true },
  seal: { seconds: 60 },
  findAnchor: { seconds: 20, broken: 'VALIDATION_FAILED.text_unreadable' },
  signDirectly: { seconds: 90 },
  readSignature: { seconds: 20 },
  validate: { seconds: 30, broken: 'DOCUMENT_DAMAGED.signatures_unreadable' },
  readEvidence: { seconds: 60, broken: 'DOCUMENT_DAMAGED.evidence_unreadable' },
  // That of the largest state has some 10 MB.
  checkList: { seconds: 60, broken: 'DOCUMENT_DAMAGED.file' },
  readChip: { seconds: 10, broken: 'CHIP_UNREADABLE.files' },
} as const satisfies Record<TaskName, Limit>

/** What a client without an account may keep busy, by their address, so that others without one do not wait behind them. */
export const STRANGER: StrangerLimits = { waiting: 3, shareOfTask: 0.5, secondsOfWindow: 120, windowMs: 600_000 }

export type StrangerLimits = {
  /** Files that wait; one is read at a time. */
  waiting: number
  /** Of the time that a task may take of the processor. */
  shareOfTask: number
  /** Of the processor's time, for all files of a window. */
  secondsOfWindow: number
  windowMs: number
}

/** Megabytes. A file has at most 50, and a task holds it once or twice; a worker without a file takes about 80. */
export const MEMORY = {
  /** For the objects of JavaScript. */
  heap: 256,
  /** For everything. */
  all: 512,
  /** A worker that holds more after a task is replaced: memory of WebAssembly grows and never shrinks. */
  after: 128,
} as const

/** How long a task may last that waits for something: five minutes. */
export const PATIENCE_MS = 300_000
