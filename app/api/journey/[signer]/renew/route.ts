// POST /api/journey/{signer}/renew: sends a new link to the address on file, from a page whose session is over
import { renewFromSession } from '@/lib/http/journey/open-link'

export const POST = renewFromSession
