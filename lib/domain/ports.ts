// Ports: what the product needs from the outside world, in its own words. Adapters implement them; lib/context.ts builds them.

import type { Mode } from './event'

export type Bytes = Uint8Array
export type Der = Uint8Array

/** Immutable bytes named by the SHA-256 (hex) of their plaintext, encrypted at rest. */
export type Blobs = {
  put(bytes: Bytes): Promise<string>
  /** Throws when the blob is absent or was altered. */
  get(sha256: string): Promise<Bytes>
  delete(sha256: string): Promise<void>
}

export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  attachments: readonly { name: string; mimeType: string; bytes: Bytes }[]
}
export type Mailer = { send(mail: Mail, messageId: string): Promise<void> }
export type TextGateway = { send(text: { to: string; body: string }, messageId: string): Promise<void> }

/** Names for a certificate, in the script in which they will stand there (EN 319 412-2). */
export type CertificateSubject = { givenNames: string; surname: string; country: string; serialNumber: string }

/** A trust service provider for one mode: issues certificates, stamps time, answers about revocation. */
export type Trust = {
  provider: string
  qualified: boolean
  /** PKCS#10 with proof of possession in, certificate out. */
  issue(csr: Der, subject: CertificateSubject, mode: Mode): Promise<{ certificate: Der; serialHex: string; notAfter: Date }>
  revoke(serialHex: string, reason: number): Promise<void>
  /** Issuing CA first, root last. */
  chain(): readonly Der[]
  stamp(sha256: Bytes): Promise<Der>
  /** The platform's own electronic seal (EN 319 412-3), issued by the same CA, for audit trails and evidence. ECDSA (DER) over SHA-256; the key never leaves the provider. */
  sealer(): Promise<{ certificate: Der; sign(toBeSigned: Bytes): Promise<Bytes> }>
  ocspFor(certificate: Der): Promise<Der>
  crlFor(issuer: 'root' | 'issuing'): Promise<Der>
}

/** A signer's key as it is stored: useless without the PIN and the server share. Plain JSON. */
export type WrappedKey = {
  readonly version: 1
  readonly kdf: 'argon2id'
  readonly memoryKibibytes: number
  readonly iterations: number
  readonly parallelism: number
  readonly salt: string
  readonly sealed: string
}

/** What a code is bound to beside the digests: one activation of one signer. */
export type ActivationBinding = { readonly activationId: string; readonly signerId: string; readonly nonce: Bytes }

/** The vault of signer keys. Both factors are always tried, and neither answer nor time tells which one was wrong. */
export type Vault = {
  createCredential(request: { pin: string; credentialId: string; subjectCommonName: string }): Promise<{ wrapped: WrappedKey; spki: Der; csr: Der }>
  /** What to store of a code that goes out for this activation and these octets to be signed. */
  otpMac(binding: ActivationBinding & { credentialId: string; toSign: readonly Bytes[]; otp: string }): { sessionHash: string; mac: string }
  /** One DER ECDSA signature per member of `toSign`; rejects with an error named WrongPin or WrongOtp. */
  sign(request: {
    wrapped: WrappedKey; credentialId: string; pin: string; otp: string; otpMac: string; activation: ActivationBinding; toSign: readonly Bytes[]
  }): Promise<Bytes[]>
}

/** What the OCSP responder and CRLs are asked about; kept in the database so that every process gives one answer. */
export type CertificateRegister = {
  find(issuer: 'root' | 'issuing', serialHex: string): Promise<{ status: 'good' | 'revoked'; revokedAt?: Date; reason?: number } | null>
  revoked(issuer: 'root' | 'issuing'): Promise<readonly { serialHex: string; revokedAt: Date; reason: number }[]>
  record(entry: { issuer: 'root' | 'issuing'; serialHex: string; certificate: Der }): Promise<void>
  revoke(issuer: 'root' | 'issuing', serialHex: string, reason: number, at: Date): Promise<void>
}

/** Keys derived from the installation's secrets, one per purpose. */
export type Secrets = {
  /** 32 bytes for a named purpose, from the master key: sealing personal data, cookies, link tokens. */
  key(purpose: string): Bytes
  /** 32 bytes for a named purpose, from the server share, which lives apart from database and data: vault, outbox, codes. */
  share(purpose: string): Bytes
}

/** The jobs of the durable queue, each with its payload: ids only, never personal data. */
export type Jobs = {
  deliver_message: { message: string }
  seal_signature: { activation: string }
  check_identity: { verification: string }
  complete_request: { request: string }
  announce_expiry: { request: string }
}
