// The PAdES baseline levels (EN 319 142-1, 6.3), and what a signature needs from the outside world to reach them.

import type { Der } from '../crypto/der'

export const levels = ['B-B', 'B-T', 'B-LT', 'B-LTA'] as const
export type Level = (typeof levels)[number]
/** Those that bring the data along by which they are validated later. */
export type LongTermLevel = Extract<Level, 'B-LT' | 'B-LTA'>

/** A trust service as the signature sees it: time, status of certificates, and the chain up to the root. */
export type Trust = {
  /** The RFC 3161 token over a SHA-256 digest. */
  stamp(digest: Uint8Array): Promise<Der>
  /** The whole OCSPResponse about a certificate. */
  ocspFor(certificate: Der): Promise<Der>
  /** The current CRL of the authority with this name (the DER of its subject). */
  crlFor(issuer: Der): Promise<Der>
  /** CA certificates that the signer's and the time-stamps' chains are built from, roots included. */
  chain: readonly Der[]
}

export type LevelStep = 'signature_timestamp' | 'certificate_chain' | 'ocsp' | 'crl' | 'document_timestamp'

/** Thrown when a signature could not be raised to its level; a lower level is never returned instead. */
export class LevelNotReached extends Error {
  override readonly name = 'LevelNotReached'

  constructor(
    readonly level: Level,
    readonly step: LevelStep,
    options?: ErrorOptions,
  ) {
    super(`level ${level} was not reached: ${step}`, options)
  }
}

/** Runs a call to the outside world; any error becomes LevelNotReached, with its cause. */
export async function reach<T>(level: Level, step: LevelStep, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    throw cause instanceof LevelNotReached ? cause : new LevelNotReached(level, step, { cause })
  }
}
