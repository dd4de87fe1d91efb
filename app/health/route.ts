// GET /health: readiness, 200 when requests may come, 503 until then. Liveness is /health/live.

import { readiness } from '@/lib/readiness'
import { installation } from '@/lib/context'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const report = await readiness(await installation().catch(() => null))
  return Response.json(report, { status: report.status === 'ready' ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
