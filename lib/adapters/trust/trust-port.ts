// The embedded trust service as the port the product asks: everything it gives is for tests, and says so.
import { readCertificationRequest } from '../../crypto/x509/certification-request'
import type { Trust } from '../../domain/ports'
import { CertificateRefused } from './certificate-authority'
import type { EmbeddedTrust } from './embedded'

export function trustPort(service: EmbeddedTrust): Trust {
  return {
    provider: `QSignHub TEST trust service ${service.installation}`,
    qualified: false,
    async issue(csr, { givenNames, surname, country, serialNumber }, mode) {
      // What is made for a live key never comes from here.
      if (mode !== 'test') throw new CertificateRefused('mode')
      return service.issue({ spki: readCertificationRequest(csr).spki, csr, names: { givenNames, surname }, country, serialNumber })
    },
    revoke: service.revoke,
    chain: () => service.chain,
    stamp: service.stamp,
    sealer: service.sealer,
    ocspFor: service.ocspFor,
    crlFor: service.crl,
  }
}
