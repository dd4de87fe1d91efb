// Every column that is sealed under a key of the installation, and what binds each envelope to its row. After a rotation all of them are
// sealed anew, so nothing else seals under such a key; data under a key of its own, such as a signer's profile, has that key in this table.

import { seal } from '../../crypto/envelope'
import type { Keyring } from '../../crypto/keyring'
import type { Secrets } from '../../domain/ports'
import type { Context } from './context'
import { openSealed } from './integrity'

/** What envelopes need of the secrets. */
type Rings = Pick<Secrets, 'key' | 'share'>
type Needs = { secrets: Rings } & Pick<Context, 'integrity' | 'log'>

type SealedColumn = {
  table: string
  column: string
  ring(secrets: Rings): Keyring
  /** The additional data of the envelope in the row with this id. */
  label(id: string): string
}

const key =
  (purpose: string) =>
  (secrets: Rings): Keyring =>
    secrets.key(purpose)
const share =
  (purpose: string) =>
  (secrets: Rings): Keyring =>
    secrets.share(purpose)

const webhookSecret = (id: string): string => `secret ${id}`

export const SEALED_COLUMNS = {
  keptKey: { table: 'KeptKey', column: 'sealed', ring: share('kept key'), label: (id) => `kept key ${id}` },
  profileKey: { table: 'Signer', column: 'profileKey', ring: key('profile'), label: (id) => `key of ${id}` },
  signerLink: { table: 'Signer', column: 'linkToken', ring: key('link'), label: (id) => id },
  statusLink: { table: 'SignatureRequest', column: 'statusToken', ring: key('status'), label: (id) => id },
  verificationKey: { table: 'Verification', column: 'key', ring: key('biometrics'), label: (id) => `key of ${id}` },
  faceKey: { table: 'KeptFace', column: 'key', ring: key('biometrics'), label: (id) => `key of the face of ${id}` },
  credentialSubject: { table: 'Credential', column: 'subject', ring: key('credential subject'), label: (id) => id },
  activation: { table: 'Activation', column: 'prepared', ring: key('activation'), label: (id) => id },
  directSubject: { table: 'DirectSignature', column: 'subject', ring: key('direct signature'), label: (id) => `subject of ${id}` },
  directAppended: { table: 'DirectSignature', column: 'appended', ring: key('direct signature'), label: (id) => `appended of ${id}` },
  message: { table: 'OutboxMessage', column: 'content', ring: share('outbox'), label: (id) => id },
  keptAnswer: { table: 'IdempotencyRecord', column: 'body', ring: key('idempotency'), label: (id) => id },
  noticeAddresses: { table: 'TenantContact', column: 'notify', ring: key('organisation'), label: (id) => `notices of ${id}` },
  webhookSecret: { table: 'WebhookEndpoint', column: 'secret', ring: key('webhook'), label: webhookSecret },
  previousWebhookSecret: { table: 'WebhookEndpoint', column: 'previousSecret', ring: key('webhook'), label: webhookSecret },
  webhookContact: { table: 'WebhookEndpoint', column: 'contact', ring: key('webhook'), label: (id) => `contact ${id}` },
  spaceSettings: { table: 'Space', column: 'settings', ring: key('space'), label: (id) => `settings of ${id}` },
  spaceLetter: { table: 'SpaceLink', column: 'letter', ring: key('space'), label: (id) => `letter of ${id}` },
  spacePending: { table: 'SpaceSession', column: 'pending', ring: key('space'), label: (id) => `pending of ${id}` },
} as const satisfies Record<string, SealedColumn>
export type SealedColumnName = keyof typeof SEALED_COLUMNS

/** `id`: of the row into which it goes. */
export function sealColumn(secrets: Rings, name: SealedColumnName, id: string, plaintext: Uint8Array): Uint8Array<ArrayBuffer> {
  const { ring, label } = SEALED_COLUMNS[name]
  return new Uint8Array(seal(ring(secrets), plaintext, label(id)))
}

/** Throws INTEGRITY_FAULT for an envelope that is not the one of this row. */
export function openColumn(context: Needs, name: SealedColumnName, id: string, sealed: Uint8Array): Buffer {
  const { ring, label } = SEALED_COLUMNS[name]
  return openSealed(context, ring(context.secrets), sealed, label(id), `seal ${name}`)
}
