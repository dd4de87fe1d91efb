// Parses what came in with a zod schema and turns its complaints into a Problem that names each field by JSON Pointer.

import type { z } from 'zod'
import { Problem, type FieldError } from '../domain/problem'

/** Bodies are refused with 422 (understood, but not valid); parameters of path and query with 400 (specs 003, error codes). */
export function parse<T>(schema: z.ZodType<T>, value: unknown, where: 'body' | 'query' | 'path'): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.flatMap((issue) => fieldErrors(issue))
  const first = errors[0]
  const detail = first ? `${first.pointer || 'The body'}: ${first.detail}.` : ''
  const more = errors.length > 1 ? ` ${errors.length - 1} more in errors.` : ''
  // A path that cannot name anything names nothing.
  if (where === 'path') throw new Problem('NOT_FOUND', 'There is nothing at this address. Check the id.')
  throw new Problem(where === 'body' ? 'VALIDATION_FAILED' : 'MALFORMED_REQUEST', `${detail}${more}`, { errors })
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const pointer = pointerOf(issue.path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: `${pointer}${pointerOf([key])}`, code: 'UNKNOWN_FIELD', detail: 'there is no field of this name; check the spelling or leave it out',
    }))
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  if (missing) return [{ pointer, code: 'REQUIRED', detail: 'this field is required' }]
  return [{ pointer, code: CODES[issue.code] ?? 'INVALID', detail: lowered(issue.message) }]
}

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'INVALID_TYPE', too_small: 'TOO_SMALL', too_big: 'TOO_BIG', invalid_format: 'INVALID_FORMAT', invalid_value: 'INVALID_VALUE',
}

/** RFC 6901. */
export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
