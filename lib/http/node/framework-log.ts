// What the framework writes to the console itself, such as the stack of a page that failed: as lines of the JSON log, without its words,
// which may quote what a client sent.

type Log = Record<'warn' | 'error', (fields: Record<string, unknown>, message: string) => void>

/** Call once, after the start and where nobody reads the console: in development it stays as it is. */
export function takeConsole(log: Log): void {
  for (const level of ['warn', 'error'] as const)
    console[level] = (...said: unknown[]) => {
      log[level](whereOf(said.find((one) => one instanceof Error)), 'the framework wrote to the console')
    }
}

/** As the framework tells of a failure. */
type Failed = { method: string; headers: Readonly<Record<string, string | string[] | undefined>> }
type FailedIn = { routePath: string; routeType: string }

/** An act decodes what a client sent, and its errors may quote that. Errors of pages are ours. */
export function logFailure(log: Log, error: unknown, { method, headers }: Failed, { routePath, routeType }: FailedIn): void {
  const what = routeType === 'action' ? whereOf(error) : { err: error }
  log.error({ request_id: headers['x-request-id'], method, route: routePath, part: routeType, ...what }, 'a page failed')
}

/** The name of an error and the lines of its stack, of which none has words of its message. */
function whereOf(error: unknown): { type?: string; at?: readonly string[] } {
  if (!(error instanceof Error)) return {}
  // A message may have lines that look like those of a stack.
  const lines = (error.stack ?? '').replace(error.message, '').split('\n')
  return { type: error.name, at: lines.flatMap((line) => /^\s+(at .*)$/.exec(line)?.[1] ?? []) }
}
