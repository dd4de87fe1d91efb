// The trust service of a mode as the signature sees it: CRLs asked for by the name of their issuer.

import { readCertificate } from '../../crypto/certificate'
import type { Trust } from '../../domain/ports'
import type { Trust as SignatureTrust } from '../../signature/level'

export function signatureTrust(trust: Trust): SignatureTrust {
  const chain = trust.chain()
  const root = chain.at(-1)
  return {
    chain,
    stamp: (digest) => trust.stamp(digest),
    ocspFor: (certificate) => trust.ocspFor(certificate),
    crlFor: (issuer) => trust.crlFor(root && Buffer.from(readCertificate(root).subject).equals(issuer) ? 'root' : 'issuing'),
  }
}
