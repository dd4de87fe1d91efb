// Ports: what the product needs from the outside world, in its own words. Adapters implement them; lib/context.ts builds them.

import type { Keyring } from '../crypto/keyring'
import type { CertificateIssuer } from '../generated/prisma/enums'
import type { ChipFault, ChipFiles } from './chip'
import type { Mode } from './event'

export type Bytes = Uint8Array
export type Der = Uint8Array

/** Immutable bytes named by the SHA-256 (hex) of their plaintext, encrypted at rest. */
export type Blobs = {
  put(bytes: Bytes): Promise<string>
  /** Stages content that arrives piece by piece: memory holds one piece, and the content becomes a blob only when it is kept. */
  stage(): Promise<BlobStage>
  /** The whole content. Throws when the blob is absent or was altered. */
  get(sha256: string): Promise<Bytes>
  /** The content a piece at a time. Throws like `get`; a piece that was altered throws when it is read. */
  open(sha256: string): Promise<BlobReader>
  has(sha256: string): Promise<boolean>
  delete(sha256: string): Promise<void>
  /** Deletes what was staged more than an hour ago: the process that staged it is gone. Answers how many files. */
  sweepStaged(): Promise<number>
  /**
   * The blobs that an earlier generation of the key has encrypted. `renewed` stages one anew. Keep it under the lock of its name and only if
   * the blob is still there: one that is deleted meanwhile must not come back.
   */
  outdated(): AsyncIterable<{ sha256: string; renewed(): Promise<StagedBlob> }>
}
export type BlobStage = {
  write(bytes: Bytes): Promise<void>
  /** Call it when all content has arrived. */
  finish(): Promise<StagedBlob>
  /** Removes what was staged. May be called after `finish` and `keep`, and does nothing then. */
  discard(): Promise<void>
}
export type StagedBlob = {
  readonly sha256: string
  readonly size: number
  open(): Promise<BlobReader>
  /** Makes the staged content a blob under its name. */
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

/** The trust service of one mode: stamps time, answers about revocation, seals. `signature/level.ts` needs a part of it. */
export type Trust = {
  readonly provider: string
  readonly qualified: boolean
  /** The certificate policy of certificates for one act of signing: by it a validation knows them. */
  readonly oneShotPolicy: string
  /** The chain: first the CA that issues the signers' certificates, last its root. */
  readonly chain: readonly Der[]
  /** An RFC 3161 token over a SHA-256 digest. */
  stamp(sha256: Bytes): Promise<Der>
  /**
   * The platform's own electronic seal (EN 319 412-3), issued by the same CA, for audit trails and evidence. ECDSA (DER) over SHA-256; the
   * key never leaves the provider.
   */
  sealer(): Promise<{ certificate: Der; sign(toBeSigned: Bytes): Promise<Bytes> }>
  /**
   * A certificate for one act of signing, not qualified and valid for less than a day, of a person with this name, which nobody has checked. Its
   * key is there during this call alone: it signs what `toSign` answers for the certificate (ECDSA in DER over SHA-256), each once, and is
   * destroyed, whatever happens. Where nothing was signed, the certificate is revoked. Called again: another key and another certificate.
   */
  signOnce(person: { name: string }, toSign: (certificate: Der) => Promise<readonly Bytes[]>): Promise<OneShotSignatures>
  /** The whole OCSPResponse about a certificate. */
  ocspFor(certificate: Der): Promise<Der>
  /** The current CRL of the authority with this name (the DER of its subject). */
  crlFor(issuer: Der): Promise<Der>
}

/** `destroyedAt`: when the key was. */
export type OneShotSignatures = { readonly certificate: Der; readonly signatures: readonly Bytes[]; readonly destroyedAt: Date }

/** Makes chips of documents of Utopia, the state of ICAO's specimens, whose signing authority (CSCA) is this installation's own. */
export type TestChips = {
  readonly countrySigner: Der
  /** `lines`: of the machine-readable zone. `portrait`: JPEG. */
  make(content: { lines: readonly string[]; portrait: Bytes; size: { width: number; height: number } }, fault: ChipFault | null): ChipFiles
}

/** The trusted list of this installation (ETSI TS 119 612), and the certificate that signs it. It counts for test keys alone. */
export type TestList = () => Promise<{ xml: Bytes; signer: Der }>

/** The trusted lists of states, as files, and how they are fetched. */
export type TrustedLists = {
  /** SHA-256 (hex) of the certificates that may sign the list of lists. */
  readonly anchors: readonly string[]
  /** What is there. A file that was changed has another version. */
  files(): Promise<readonly { name: string; version: string }[]>
  read(name: string): Promise<Bytes>
  /** Null where the operator fills the directory. */
  readonly network: {
    /** Of the list of lists. */
    readonly address: string
    /** Throws where nothing, or too much, comes from there. */
    fetch(address: string): Promise<Bytes>
    keep(name: string, bytes: Bytes): Promise<void>
    /** When the network was last asked, by whichever process. */
    lookedAt(): Promise<Date | null>
    noteLook(moment: Date): Promise<void>
  } | null
}

/** The register behind OCSP and CRLs: certificates and revocations, in the database, so that all processes answer alike. */
export type CertificateRegister = {
  find(issuer: CertificateIssuer, serialHex: string): Promise<{ status: 'good' | 'revoked'; revokedAt?: Date; reason?: number } | null>
  revoked(issuer: CertificateIssuer): Promise<readonly { serialHex: string; revokedAt: Date; reason: number }[]>
  /** Records a certificate. Answers the one stored under its serial number: the first that was recorded. */
  record(entry: { issuer: CertificateIssuer; serialHex: string; certificate: Der }): Promise<Der>
  revoke(issuer: CertificateIssuer, serialHex: string, reason: number, at: Date): Promise<void>
}

/** Keys derived from the installation's secrets, one per purpose, each with the generations that its secret has. */
export type Secrets = {
  /** 32 bytes for a named purpose, from the master key: sealing personal data, cookies, file links. */
  key(purpose: string): Keyring
  /** 32 bytes for a named purpose, from the server share, which lives apart from database and data: vault, outbox, codes. */
  share(purpose: string): Keyring
  /** 32 bytes for a named purpose, the same after each rotation: for values that cannot be made anew. */
  kept(purpose: KeptPurpose): Bytes
  /** Digests by which a database knows the generations of a secret, the newest first. */
  checks(secret: SecretName): readonly string[]
  /** Makes the next generation of a secret: from now on it seals. Never call it twice at once. */
  add(secret: SecretName): Promise<void>
  /** Forgets all generations but the newest. Answers how many. */
  retire(secret: SecretName): Promise<number>
}
export type KeptPurpose = 'credential holder' | 'evidence' | 'rows' | 'scenes' | 'identities'
export const SECRET_NAMES = ['master-key', 'server-share'] as const
export type SecretName = (typeof SECRET_NAMES)[number]

/** Things that are kept sealed outside of the database's columns, such as files. */
export type SealedStore = {
  /** What an earlier generation has sealed, one by one. `renew` seals it under the newest. */
  outdated(): AsyncIterable<Outdated>
}
/** `fault`: it opens under no generation. Somebody has changed it, and it cannot be renewed. */
export type Outdated = { renew(): Promise<void>; fault?: true }

/** One POST to a webhook receiver. */
export type WebhookCall = { url: string; mode: Mode; headers: Record<string, string>; body: string }
/** Why there was no answer. `address_refused`: the address belongs to a network that may not be called. */
export type WebhookError =
  | 'address_refused'
  | 'name_not_found'
  | 'resolver_failed'
  | 'connection_refused'
  | 'connection_failed'
  | 'tls_failed'
  | 'timeout'
  | 'invalid_answer'
/** The outcome of a call. `excerpt` is the beginning of the answer's body, without control characters. */
export type WebhookAnswer = { latencyMs: number } & (
  | { status: number; retryAfter: string | null; excerpt: string }
  | { error: WebhookError }
)
/** Why an address is refused before any call. */
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

/** Sends webhooks to receivers, in public networks only; in test mode also on this machine. */
export type Webhooks = {
  /** The address in its canonical form, or what is wrong with it. */
  check(url: string, mode: Mode): Promise<{ url: string } | { refused: AddressRefusal }>
  /** Never throws. Checks the address again, because the address behind a name changes. */
  send(call: WebhookCall): Promise<WebhookAnswer>
}

/** The jobs of the durable queue, each with its payload: ids only, never personal data. */
export type Jobs = {
  deliver_message: { message: string }
  /** Mails the link that opens a space, if the person is known. */
  send_space_link: { link: string }
  seal_signature: { activation: string }
  check_identity: { verification: string }
  complete_request: { request: string }
  /** Time-stamps what waits for it. */
  stamp_evidence: { request: string }
  deliver_webhooks: { endpoint: string }
  /** Deliveries to endpoints that failed: a queue of their own, so that their timeouts do not delay the others. */
  retry_webhooks: { endpoint: string }
  /** Tells by mail who has not read what the other side wrote. */
  tell_of_messages: { signer: string }
  /** Test mode: walks a scripted signer; revokes a certificate after its signature. */
  walk_signer: { signer: string }
  revoke_certificate: { signer: string }
  /** Fetches the trusted lists to which the list of lists at this address leads. */
  refresh_trusted_lists: { lists: string }
}
