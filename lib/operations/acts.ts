// Every act that a page of the journey may post: those of the steps, those of any time, and the sandbox's.

import type { z } from 'zod'
import { useTestDocument } from './sandbox/use-test-document'
import { anyTime } from './steps/any-time/acts'
import { STEP_OPERATIONS } from './steps/registry'
import type { ActOperation } from './steps/step-operations'

const ROOMS = { ...STEP_OPERATIONS, anyTime, useTestDocument }

type ActsOf<Room> = Room extends { acts: infer Acts extends Record<string, ActOperation> }
  ? { [Name in keyof Acts & string]: z.output<z.ZodObject<Acts[Name]['input']['shape'] & { act: z.ZodLiteral<Name> }>> }[keyof Acts &
      string]
  : never
export type Act = ActsOf<(typeof ROOMS)[keyof typeof ROOMS]>

export const ACTS: Readonly<Record<string, ActOperation>> = Object.assign({}, ...Object.values(ROOMS).map(({ acts }) => acts))
