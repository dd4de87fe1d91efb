// Answers the probes of an orchestrator. It needs no database, so requests are counted in this process.

import { secondsToWaitHere } from '../input/route-limits'

export async function healthAnswer(request: Request, report: () => Promise<{ status: number; body: object }>): Promise<Response> {
  const wait = secondsToWaitHere(request, new Date())
  if (wait !== null) return new Response(null, { status: 429, headers: { 'retry-after': String(wait) } })
  const { status, body } = await report()
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } })
}
