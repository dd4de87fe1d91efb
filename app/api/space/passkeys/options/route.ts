// POST /api/space/passkeys/options: what a new passkey is to be
import { spaceRoute } from '@/lib/http/space/route'
import { offerPasskey } from '@/lib/operations/space/passkeys/add-passkey'

export const POST = spaceRoute(({ context, caller }) => offerPasskey(context, caller), {})
