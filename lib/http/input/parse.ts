// Parses what came in with a zod schema and turns its complaints into a Problem that names the path of each field as it was sent.

import type { z } from 'zod'
import { Problem, type FieldError, type FieldPath } from '../../domain/problem'

/** A body of thousands of unknown members is answered in few words. */
const MOST_NAMED = 100

/** Bodies are refused with 422 (understood, but not valid); parameters of path and query with 400. */
export function parse<T>(schema: z.ZodType<T>, value: unknown, where: 'body' | 'query' | 'path'): T {
  const unnameable = prototypesIn(value)
  const result = schema.safeParse(value)
  if (result.success && unnameable.length === 0) return result.data
  const errors = [...unnameable, ...(result.error?.issues ?? []).flatMap((issue) => fieldErrors(issue))]
  const named = errors.slice(0, MOST_NAMED)
  // An id of the wrong shape is answered like an unknown id: 404.
  if (where === 'path') throw new Problem('NOT_FOUND.bad_id')
  throw new Problem(
    where === 'body' ? 'VALIDATION_FAILED.fields' : 'MALFORMED_REQUEST.fields',
    { more: errors.length - 1 },
    { errors: named, namesField: true },
  )
}

/** Finds members named `__proto__`, which JavaScript objects would silently lose. JSON is not deeper than a function may go (json.ts). */
function prototypesIn(value: unknown): FieldError[] {
  const found: FieldError[] = []
  const path: string[] = []
  const look = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return
    for (const name of Object.keys(holder)) {
      path.push(name)
      if (name === PROTOTYPE) found.push(unknownField([...path]))
      look((holder as Record<string, unknown>)[name])
      path.pop()
    }
  }
  look(value)
  return found
}

const PROTOTYPE = '__proto__'

function unknownField(path: FieldPath): FieldError {
  return { path, code: 'UNKNOWN_FIELD', detail: 'unknown' }
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.filter((key) => key !== PROTOTYPE).map((key) => unknownField([...path, key]))
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
  if (missing) return [{ path, code: 'REQUIRED', detail: 'required' }]
  return [{ path, code: CODES[issue.code] ?? 'INVALID', detail: { text: lowered(issue.message) } }]
}

const CODES: Partial<Record<z.core.$ZodIssue['code'], string>> = {
  invalid_type: 'INVALID_TYPE',
  too_small: 'TOO_SMALL',
  too_big: 'TOO_BIG',
  invalid_format: 'INVALID_FORMAT',
  invalid_value: 'INVALID_VALUE',
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1)
}
