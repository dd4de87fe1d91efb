// The trust anchors of a validation: a few that are given, and of the thousands in trusted lists those that a certificate leads to.

import { equalBytes, readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { sameName } from '../crypto/x509/name'

/** `listed`: the certificates of listed authorities with this name. */
export type Trusted = { anchors: readonly Der[]; listed?: (name: Der) => readonly Der[] }

export class Anchors {
  private readonly given: readonly Certificate[]

  constructor(private readonly trusted: Trusted) {
    this.given = trusted.anchors.map(readCertificate)
  }

  has({ der, subject }: Certificate): boolean {
    return this.named(subject).some((anchor) => equalBytes(anchor.der, der))
  }

  /** Those given come first. */
  named(name: Der): Certificate[] {
    const given = this.given.filter(({ subject }) => sameName(subject, name))
    const listed = this.trusted.listed?.(name).map(readCertificate) ?? []
    return [...given, ...listed]
  }
}
