// The types of webhook events: those that every endpoint gets, and the steps of the journey for endpoints that name them.

/** `standard`: sent to every endpoint that names no events; the others only where they are named. */
export const WEBHOOK_EVENTS = {
  'signature_request.created': { standard: true, says: 'A new signature request was initiated.' },
  'signature_request.completed': { standard: true, says: 'All signers have signed; document and audit trail are ready for download.' },
  'signature_request.expired': { standard: true, says: 'The request expired before all signatures were collected.' },
  'signature_request.cancelled': { standard: true, says: 'The requester cancelled the request, or a signer refused and so ended it.' },
  'signer.verification_completed': { standard: true, says: 'The identity of a signer was verified.' },
  'signer.verification_failed': {
    standard: true,
    says: 'A try of the identity verification failed; the reason is coded, and tries may be left.',
  },
  'signer.verification_referred': {
    standard: true,
    says: 'A check was neither certainly right nor certainly wrong: a person decides; `verification.referrals` says about what.',
  },
  'signer.verification_decided': {
    standard: true,
    says: 'A person has decided about a referred check. `signer.verification_completed` or `signer.verification_failed` follows.',
  },
  'signer.identification_succeeded': { standard: true, says: 'The identification succeeded; the identity proof can be downloaded.' },
  'signer.identification_failed': {
    standard: true,
    says: 'The identification failed for good: no tries are left until the requester allows more.',
  },
  'signer.signed': { standard: true, says: 'A signer has signed all documents.' },
  'signer.signature_failed': {
    standard: true,
    says: 'A signature that the signer had authorised cannot be made; nothing is signed. `reason` is coded: a file that takes no signature needs a new request.',
  },
  'signer.opened': { standard: false, says: 'A signer opened the link for the first time.' },
  'signer.step_completed': { standard: false, says: 'A signer completed a step of the journey; `step` names it.' },
  'signer.refused': { standard: false, says: 'A signer refused to sign, which ends the request.' },
  'signer.data_corrected': { standard: false, says: 'A signer corrected name, e-mail address or phone number; `fields` names which.' },
  'signer.message_received': {
    standard: false,
    says: 'A signer wrote to you; `message.id` names the message, which `GET …/messages` shows.',
  },
  ping: { standard: false, says: 'Sent on demand, to try an endpoint.' },
} as const satisfies Record<string, { standard: boolean; says: string }>

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS
/** The types that an endpoint can subscribe to; a ping needs no subscription. */
export type SubscribableType = Exclude<WebhookEventType, 'ping'>

const ALL = Object.keys(WEBHOOK_EVENTS) as WebhookEventType[]
export const WEBHOOK_EVENT_TYPES: readonly WebhookEventType[] = ALL
export const SUBSCRIBABLE: readonly SubscribableType[] = ALL.filter((type) => type !== 'ping')
export const STANDARD: readonly SubscribableType[] = SUBSCRIBABLE.filter((type) => WEBHOOK_EVENTS[type].standard)
