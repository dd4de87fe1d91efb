// GET /health: readiness, 200 when requests may come, 503 until then. Liveness is /health/live.
import { installation } from '@/lib/context'
import { healthAnswer } from '@/lib/http/answer/health-answer'
import { readiness } from '@/lib/readiness'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return healthAnswer(request, async () => {
    const report = await readiness(await installation().catch(() => null))
    return { status: report.status === 'ready' ? 200 : 503, body: report }
  })
}
