// What follows from each fact of a request's evidence: webhook events, mails to the requester, time-stamps and seals, and what the sandbox does with its signers.

import type { Follower } from './kernel/context'
import { proveLater } from './completion/prove-later'
import { revokeLater } from './sandbox/revoke-after-signing'
import { setOut } from './sandbox/set-out'
import { publish } from './webhooks/publish'
import { tellRequester } from './notices/tell-requester'
import { tellContacts } from './webhooks/tell-contacts'

export const FOLLOWERS: readonly Follower[] = [publish, tellContacts, tellRequester, setOut, revokeLater, proveLater]
