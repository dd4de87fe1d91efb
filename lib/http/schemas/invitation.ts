// What the page behind a link shows before anything happens; the page is made on the server, so this never crosses the wire.

import type { openInvitation } from '../../operations/access/open-invitation'

export type InvitationView = Extract<Awaited<ReturnType<typeof openInvitation>>, { known: true }>
