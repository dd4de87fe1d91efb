// The headers of answers, described once and referred to by name.

import type { Json } from './json-schema'

type Header = { description: string; required?: boolean; schema: Json; example: unknown }

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }

/** The headers by their names in `components`. One may be described twice, once required and once not. */
const HEADERS = {
  'X-Request-Id': {
    description: 'Names this request in our logs. Quote it when you write to support.',
    required: true,
    schema: text,
    example: 'req_V1W2X3Y4Z5A6B7C8',
  },
  'X-RateLimit-Limit': { description: 'Requests per minute of your plan.', required: true, schema: count, example: 1000 },
  'X-RateLimit-Remaining': { description: 'What is left of them in this window.', required: true, schema: count, example: 847 },
  'X-RateLimit-Reset': {
    description: 'When the window ends: Unix time in seconds.',
    required: true,
    schema: count,
    example: 1_735_689_600,
  },
  'X-RateLimit-Tier': { description: 'The plan, in quotation marks.', required: true, schema: text, example: '"startup"' },
  'RateLimit-Policy': {
    description: 'The same quota in the words of the IETF draft: `q` requests in `w` seconds.',
    required: true,
    schema: text,
    example: '"startup";q=1000;w=60',
  },
  RateLimit: {
    description: 'What is left (`r`) and the seconds until the window ends (`t`).',
    required: true,
    schema: text,
    example: '"startup";r=847;t=42',
  },
  'Retry-After': { description: 'Seconds to wait before the next try.', required: true, schema: count, example: 42 },
  'Retry-After-If-Known': { description: 'Seconds to wait before the next try, where that is known.', schema: count, example: 1 },
  'WWW-Authenticate': { description: 'How to authenticate (RFC 9110).', required: true, schema: text, example: 'Bearer realm="QSignHub"' },
  'Idempotency-Replayed': {
    description: '`true` where this is the kept answer to an earlier request with the same key.',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
  Location: {
    description: 'The address of what was created.',
    required: true,
    schema: { type: 'string', format: 'uri' },
    example: 'https://sign.example.com/v1/documents/doc_9Xk3mN7pQr2vT8wL',
  },
  'Content-Disposition': {
    description: 'The name of the file, in ASCII and in UTF-8 (RFC 6266).',
    required: true,
    schema: text,
    example: 'attachment; filename="contract.pdf"; filename*=UTF-8\'\'contract.pdf',
  },
  'Content-Disposition-If-File': {
    description: 'The name of the file, where one was asked for (RFC 6266).',
    schema: text,
    example: 'attachment; filename="validation-report.pdf"; filename*=UTF-8\'\'validation-report.pdf',
  },
} satisfies Record<string, Header>

export type HeaderName = keyof typeof HEADERS

const ALWAYS: readonly HeaderName[] = [
  'X-Request-Id',
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'X-RateLimit-Tier',
  'RateLimit-Policy',
  'RateLimit',
]

export function headersOf(more: readonly HeaderName[]): Json {
  return Object.fromEntries([...more, ...ALWAYS].map((name) => [name.replace(/-If-\w+$/, ''), { $ref: `#/components/headers/${name}` }]))
}

export const headerComponents: Readonly<Record<string, Header>> = HEADERS
