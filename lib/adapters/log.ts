// Structured logs: one JSON object per line on standard output, with the request id, without personal data or secrets.

import pino from 'pino'

/** Fields that are hidden, at the top of an entry and one level down: personal data or a secret could stand in them by mistake. */
const NEVER = new Set([
  'name',
  'email',
  'phone',
  'to',
  'subject',
  'text',
  'html',
  'body',
  'pin',
  'otp',
  'code',
  'token',
  'password',
  'secret',
  'key',
  'apiKey',
  'authorization',
  'cookie',
  'content',
  'profile',
  'redirectUrl',
])

export type JsonLog = {
  info(fields: Record<string, unknown>, message: string): void
  warn(fields: Record<string, unknown>, message: string): void
  error(fields: Record<string, unknown>, message: string): void
  /** A log whose lines all have these fields. */
  with(fields: Record<string, unknown>): JsonLog
}

/**
 * Lines of ordinary work are written together, at most a fifth of a second late: a system call for each would be a twentieth of the cost of
 * an answer. Warnings and errors are written at once, with all lines before them.
 */
const TOGETHER = { sync: false, minLength: 8192, periodicFlush: 200 } as const

type Destination = pino.DestinationStream & { flushSync?(): void }

export function openLog(level: string, destination: Destination = pino.destination(TOGETHER)): JsonLog {
  return wrap(
    destination,
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }), log: (entry) => redacted(entry, 1) },
        serializers: { error: described, err: described },
      },
      destination,
    ),
  )
}

/** Objects that are written as they are. In all others, fields may have to be hidden. */
const WHOLE = [Error, Date, Array]

/** Characters. Values and messages may quote what a stranger sent. */
const LONGEST_TEXT = 4_000

const short = (value: unknown): unknown => (typeof value === 'string' ? value.slice(0, LONGEST_TEXT) : value)

/** Written here, because the logger's own redaction searches an entry once per name and costs ten times the rest of a line. */
function redacted(entry: object, deeper: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entry).map(([name, value]: [string, unknown]) => {
      if (NEVER.has(name)) return [name, '[redacted]']
      const looksInside = deeper > 0 && typeof value === 'object' && value !== null && !WHOLE.some((kind) => value instanceof kind)
      return [name, looksInside ? redacted(value, deeper - 1) : short(value)]
    }),
  )
}

/** Of an error only name, message, stack and causes: in errors of SDKs, other members hold requests and answers. */
function described(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: 'something was thrown that is not an error' }
  return {
    type: error.name,
    message: withoutAddresses(error.message),
    stack: withoutAddresses(error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: described(error.cause) }),
  }
}

/** A mail server's refusal quotes the address it refuses. */
function withoutAddresses(text: string): string {
  return text
    .slice(0, LONGEST_TEXT)
    .replaceAll(/[^\s<>"'(),:;@]{1,64}@[^\s<>"'(),:;@]{1,255}/g, '[address]')
    .replaceAll(/\+[1-9]\d{6,14}(?!\d)/g, '[number]')
}

/** Fixed fields are added when a line is written: a child logger for each request would cost more than its lines. */
function wrap(destination: Destination, logger: pino.Logger, standing: Record<string, unknown> = {}): JsonLog {
  const atOnce =
    (level: 'warn' | 'error') =>
    (fields: Record<string, unknown>, message: string): void => {
      logger[level]({ ...standing, ...fields }, message)
      destination.flushSync?.()
    }
  return {
    info: (fields, message) => {
      logger.info({ ...standing, ...fields }, message)
    },
    warn: atOnce('warn'),
    error: atOnce('error'),
    with: (fields) => wrap(destination, logger, { ...standing, ...fields }),
  }
}
