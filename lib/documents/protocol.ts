// What server and worker say to each other. The bytes of the file come beside the messages, through the worker's standard input.

import type { Problem } from '../domain/problem'
import type { TASKS } from './tasks'

type Tasks = typeof TASKS
export type TaskName = keyof Tasks
/** The arguments of a task: plain data, dates and bytes. */
export type Given<N extends TaskName> = Parameters<Tasks[N]>[1]
export type Made<N extends TaskName> = Awaited<ReturnType<Tasks[N]>>

/** What a worker asks the server for: it has neither network nor keys. */
export const OUTSIDE_CALLS = ['stamp', 'ocspFor', 'crlFor', 'sign'] as const
type OutsideCall = (typeof OUTSIDE_CALLS)[number]
export type Outside = { readonly [Call in OutsideCall]: (bytes: Uint8Array) => Promise<Uint8Array> }

type Answer = { readonly bytes: Uint8Array } | { readonly failed: string }

export type ToWorker =
  /** `size` bytes of the file follow. `seconds`: of the processor's time. */
  | { readonly say: 'run'; readonly task: string; readonly seconds: number; readonly size: number; readonly given: unknown }
  | { readonly say: 'answer'; readonly call: number; readonly answer: Answer }

export type FromWorker =
  | { readonly say: 'ready' }
  | { readonly say: 'ask'; readonly call: number; readonly of: OutsideCall; readonly bytes: Uint8Array }
  /** `held`: bytes of memory that the worker has now. `spent`: milliseconds of the processor's time. */
  | ({ readonly say: 'end'; readonly held: number; readonly spent: number } & Outcome)

/** `failed`: an error that nobody foresaw, without its message, which may quote the file. */
type Outcome = { readonly made: unknown } | { readonly refused: PlainProblem } | { readonly failed: string }

export type PlainProblem = Pick<Problem, 'says' | 'parameters' | 'extra'>
