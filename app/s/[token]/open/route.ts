// POST /s/{token}/open: exchanges the link for a session
import { openLink } from '@/lib/http/journey/open-link'

export const POST = openLink
