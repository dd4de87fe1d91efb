// POST /api/space/open: exchanges the link for a session
import { openWithLink } from '@/lib/http/space/enter'

export const POST = openWithLink
