// GET /health/live: this process answers. It asks nobody else: whether requests may come is what /health says.

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ status: 'live' }, { headers: { 'cache-control': 'no-store' } })
}
