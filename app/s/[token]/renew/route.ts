// POST /s/{token}/renew: sends a new link to the address on file, if there is one
import { renewLink } from '@/lib/http/journey/open-link'

export const POST = renewLink
