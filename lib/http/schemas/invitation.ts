// What the page behind a link shows before the journey begins, or when the link opens nothing. Rendered on the server, so never sent as JSON.

import type { openInvitation } from '../../operations/access/open-invitation'

export type { WhomToAsk } from '../../operations/access/whom-to-ask'

export type InvitationView = Extract<Awaited<ReturnType<typeof openInvitation>>, { known: true }>
