// The embedded test trust service in the shape in which operations ask for a provider.

import { readCertificationRequest } from '../../crypto/x509/certification-request'
import type { Trust } from '../../domain/ports'
import type { EmbeddedTrust } from './embedded'

export function testTrust(pki: EmbeddedTrust): Trust {
  return {
    provider: `QSignHub TEST ${pki.installation}`,
    qualified: false,
    async issue(csr, { givenNames, surname, country, serialNumber }, mode) {
      if (mode !== 'test') throw new Error('the test CA issues nothing for live use')
      const { spki } = readCertificationRequest(csr)
      return pki.issue({ spki, csr, names: { givenNames, surname }, country, serialNumber })
    },
    revoke: (serialHex, reason) => pki.revoke(serialHex, reason),
    chain: () => pki.chain,
    stamp: (sha256) => pki.stamp(sha256),
    sealCertificate: () => pki.sealCertificate,
    seal: async (toBeSigned) => pki.seal(toBeSigned),
    ocspFor: (certificate) => pki.ocspFor(certificate),
    crlFor: (issuer) => pki.crl(issuer),
  }
}
