// Called by Next: once per server process, before the first request, and whenever a page fails.

import type { Instrumentation } from 'next'

export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { start } = await import('./lib/start')
  await start()
}

export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { installation } = await import('./lib/context')
  const { logFailure } = await import('./lib/http/node/framework-log')
  logFailure((await installation()).log, error, request, context)
}
