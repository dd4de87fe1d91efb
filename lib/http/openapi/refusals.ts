// The refusals of an endpoint as responses: which codes each status may carry, what each means and what to do, from the table of problems.

import { PROBLEMS, type ProblemCode } from '../../domain/problem'
import type { Endpoint } from '../api/endpoint'
import { ENDPOINTS } from '../endpoints/catalogue'
import { Problem } from '../schemas/problem'
import { headersOf, type HeaderName } from './headers'
import type { Components, Json } from './json-schema'
import { catalogue, DEFAULT_LANGUAGE } from '../../wording/catalogue'

const words = catalogue(DEFAULT_LANGUAGE).problems

/** The codes that every endpoint may answer. */
const ALWAYS: readonly ProblemCode[] = [
  'MALFORMED_REQUEST',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'RATE_LIMITED',
  'INTEGRITY_FAULT',
  'INTERNAL_ERROR',
  'UNAVAILABLE',
]
const WITH_BODY: readonly ProblemCode[] = ['VALIDATION_FAILED', 'UNSUPPORTED_MEDIA_TYPE']
const WRITING: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED']

export function codesOf(endpoint: Endpoint): ReadonlySet<ProblemCode> {
  return new Set([
    ...(endpoint.problems ?? []),
    ...(endpoint.params ? ['NOT_FOUND' as const] : []),
    ...(endpoint.path.includes('{request_id}') ? ['SIGNATURE_REQUEST_DELETED' as const] : []),
    ...(endpoint.body || endpoint.form ? WITH_BODY : []),
    ...(endpoint.method === 'GET' ? [] : WRITING),
    ...ALWAYS,
  ])
}

/** Every code that some answer of the API may carry. */
export function apiCodes(): ReadonlySet<ProblemCode> {
  return new Set([...ENDPOINTS.flatMap((endpoint) => [...codesOf(endpoint)]), 'METHOD_NOT_ALLOWED'])
}

export function refusalsOf(endpoint: Endpoint, components: Components, docs: string): Record<string, Json> {
  const codes = [...codesOf(endpoint)]
  const statuses = [...new Set(codes.map((code) => PROBLEMS[code]))].sort((a, b) => a - b)
  const carriedBy = (status: number) => codes.filter((code) => PROBLEMS[code] === status)
  return Object.fromEntries(statuses.map((status) => [String(status), refusal(status, carriedBy(status), components, docs)]))
}

const OWN_HEADERS: Readonly<Partial<Record<number, readonly HeaderName[]>>> = {
  401: ['WWW-Authenticate'],
  409: ['Retry-After-If-Known'],
  429: ['Retry-After'],
  503: ['Retry-After-If-Known'],
}

function refusal(status: number, codes: readonly ProblemCode[], components: Components, docs: string): Json {
  const rows = codes.map((code) => `| [${code}](${docs}/errors/${code}) | ${words[code].title} | ${words[code].advice} |`)
  const error = { allOf: [components.describe(Problem, 'output'), { properties: { code: { enum: codes } } }] }
  return {
    description: ['| code | what happened | what to do |', '| --- | --- | --- |', ...rows].join('\n'),
    headers: headersOf(OWN_HEADERS[status] ?? []),
    content: {
      'application/json': {
        schema: { type: 'object', properties: { error }, required: ['error'] },
        examples: Object.fromEntries(codes.map((code) => [code, { summary: words[code].title, value: exampleFor(code, docs) }])),
      },
    },
  }
}

function exampleFor(code: ProblemCode, docs: string): Json {
  const { title, advice } = words[code]
  return { error: { code, message: `${title}. ${advice}`, docs_url: `${docs}/errors/${code}`, request_id: 'req_V1W2X3Y4Z5A6B7C8' } }
}
