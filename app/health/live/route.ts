// GET /health/live: liveness, 200 while this process answers. Whether requests may come is what /health says.

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ status: 'live' }, { headers: { 'cache-control': 'no-store' } })
}
