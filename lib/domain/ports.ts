// Ports: what the product needs from the outside world, in its own words. Adapters implement them; lib/context.ts builds them.

import type { Mode } from './event'

export type Bytes = Uint8Array
export type Der = Uint8Array

/** Immutable bytes named by the SHA-256 (hex) of their plaintext, encrypted at rest. */
export type Blobs = {
  put(bytes: Bytes): Promise<string>
  /** For what arrives piece by piece: written aside, so that memory holds one piece, and kept only when somebody says so. */
  stage(): Promise<BlobStage>
  /** The whole content. Throws when the blob is absent or was altered. */
  get(sha256: string): Promise<Bytes>
  /** The content a piece at a time. Throws like `get`; a piece that was altered throws when it is read. */
  open(sha256: string): Promise<BlobReader>
  delete(sha256: string): Promise<void>
  /** Forgets what was staged more than an hour ago by a process that is gone. Answers how many. */
  sweepStaged(): Promise<number>
}
export type BlobStage = {
  write(bytes: Bytes): Promise<void>
  /** Everything has arrived. */
  finish(): Promise<StagedBlob>
  /** Also after `finish` and after `keep`, when it does nothing. */
  discard(): Promise<void>
}
export type StagedBlob = {
  readonly sha256: string
  readonly size: number
  open(): Promise<BlobReader>
  /** From now on it is a blob under its name. */
  keep(): Promise<void>
  discard(): Promise<void>
}
/** The caller that opens it closes it. `read` past the end answers fewer bytes. */
export type BlobReader = { readonly size: number; read(offset: number, length: number): Bytes; close(): void }

export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  attachments: readonly { name: string; mimeType: string; bytes: Bytes }[]
}
export type Mailer = { send(mail: Mail, messageId: string): Promise<void> }
export type TextGateway = { send(text: { to: string; body: string }, messageId: string): Promise<void> }

/** A trust service of one mode: stamps time, answers about revocation, seals. `signature/level.ts` asks for a part of it. */
export type Trust = {
  readonly provider: string
  readonly qualified: boolean
  /** First the CA that issues the certificates of signers, last its root. */
  readonly chain: readonly Der[]
  /** An RFC 3161 token over a SHA-256 digest. */
  stamp(sha256: Bytes): Promise<Der>
  /** The platform's own electronic seal (EN 319 412-3), issued by the same CA, for audit trails and evidence. ECDSA (DER) over SHA-256; the key never leaves the provider. */
  sealer(): Promise<{ certificate: Der; sign(toBeSigned: Bytes): Promise<Bytes> }>
  /** The whole OCSPResponse about a certificate. */
  ocspFor(certificate: Der): Promise<Der>
  /** The current CRL of the authority with this name (the DER of its subject). */
  crlFor(issuer: Der): Promise<Der>
}

/** What the OCSP responder and CRLs are asked about; kept in the database so that every process gives one answer. */
export type CertificateRegister = {
  find(issuer: 'root' | 'issuing', serialHex: string): Promise<{ status: 'good' | 'revoked'; revokedAt?: Date; reason?: number } | null>
  revoked(issuer: 'root' | 'issuing'): Promise<readonly { serialHex: string; revokedAt: Date; reason: number }[]>
  /** Answers the certificate that stands under this serial number: the first that was recorded. */
  record(entry: { issuer: 'root' | 'issuing'; serialHex: string; certificate: Der }): Promise<Der>
  revoke(issuer: 'root' | 'issuing', serialHex: string, reason: number, at: Date): Promise<void>
}

/** Keys derived from the installation's secrets, one per purpose. */
export type Secrets = {
  /** 32 bytes for a named purpose, from the master key: sealing personal data, cookies, link tokens. */
  key(purpose: string): Bytes
  /** 32 bytes for a named purpose, from the server share, which lives apart from database and data: vault, outbox, codes. */
  share(purpose: string): Bytes
}

/** One attempt to tell a receiver of an event. */
export type WebhookCall = { url: string; mode: Mode; headers: Record<string, string>; body: string }
/** Why there was no answer; `address_refused`: the name leads into a network where nothing of ours may go. */
export type WebhookError =
  | 'address_refused'
  | 'name_not_found'
  | 'resolver_failed'
  | 'connection_refused'
  | 'connection_failed'
  | 'tls_failed'
  | 'timeout'
  | 'invalid_answer'
/** `excerpt` is the beginning of the answer's body, without control characters. */
export type WebhookAnswer = { latencyMs: number } & (
  | { status: number; retryAfter: string | null; excerpt: string }
  | { error: WebhookError }
)
/** What is wrong with an address before anybody is called. */
export type AddressRefusal =
  | 'not_an_address'
  | 'not_https'
  | 'credentials'
  | 'fragment'
  | 'number_form'
  | 'name'
  | 'port'
  | 'network'
  | 'name_not_found'

/** The way out to receivers. Only addresses in public networks are called; in test mode this machine, too. */
export type Webhooks = {
  /** The address in its canonical form, or what is wrong with it. */
  check(url: string, mode: Mode): Promise<{ url: string } | { refused: AddressRefusal }>
  /** Never throws; checks the address again, because what a name leads to changes. */
  send(call: WebhookCall): Promise<WebhookAnswer>
}

/** The jobs of the durable queue, each with its payload: ids only, never personal data. */
export type Jobs = {
  deliver_message: { message: string }
  seal_signature: { activation: string }
  check_identity: { verification: string }
  complete_request: { request: string }
  deliver_webhooks: { endpoint: string }
  /** Deliveries to endpoints that failed: a queue of their own, so that their timeouts do not delay the others. */
  retry_webhooks: { endpoint: string }
  /** Test mode: a scripted signer goes their way; a certificate is revoked after its signature, as the script says. */
  walk_signer: { signer: string }
  revoke_certificate: { signer: string }
}
