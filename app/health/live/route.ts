// GET /health/live: liveness, 200 while this process answers. Whether requests may come is what /health says.
import { healthAnswer } from '@/lib/http/answer/health-answer'

export const dynamic = 'force-dynamic'

export function GET(request: Request): Promise<Response> {
  return healthAnswer(request, async () => ({ status: 200, body: { status: 'live' } }))
}
