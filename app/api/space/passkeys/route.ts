// POST /api/space/passkeys: adds the passkey that an authenticator has made
import { NewPasskeyInput, SpaceStanding } from '@/lib/http/schemas/space'
import { spaceStanding } from '@/lib/http/space/acts'
import { spaceRoute } from '@/lib/http/space/route'
import { spaceDevice } from '@/lib/http/space/session'
import { addPasskey } from '@/lib/operations/space/passkeys/add-passkey'

export const POST = spaceRoute(
  async ({ context, caller, request, body: { zone, ...answer } }) => {
    await addPasskey(context, caller, { answer, device: spaceDevice(request, zone) })
    return spaceStanding(context, request.headers.get('cookie'))
  },
  { body: NewPasskeyInput, present: SpaceStanding },
)
