// The certificate request: the content of the certificate as it will be, and the words by which its holder asks for it.

import { statusOfService } from './status-of-service'
import type { TextDraft, TextFacts } from './shown-text'

export type CertificateContent = {
  commonName: string
  givenNames: string
  surname: string
  country: string
  issuer: string
  validYears: number
}

export function certificateRequest(facts: TextFacts, content: CertificateContent): TextDraft {
  return {
    id: 'certificate-request',
    version: '1.0',
    date: '2026-11-21',
    title: 'Request for a certificate',
    summary: [
      `A certificate in the name of ${content.commonName} will be issued, valid for ${content.validYears} years.`,
      'You confirm that the names are yours and that only you know the PIN.',
      'You can have it revoked at any time.',
    ],
    body: `
## 1. What I ask for

I ask ${facts.provider} to issue a certificate for electronic signatures to me, with this content:

| Field | Content |
|---|---|
| Name (commonName) | ${content.commonName} |
| First names (givenName) | ${content.givenNames} |
| Surname (surname) | ${content.surname} |
| Country of the identity document (countryName) | ${content.country} |
| Issuer | ${content.issuer} |
| Validity | ${content.validYears} years from issue |
| Use | electronic signatures of a natural person (non-repudiation) |

## 2. What it is worth

${statusOfService(facts)}

## 3. What I declare

- The names are mine, as in the identity document that was checked, or written as I write them.
- I chose the PIN myself; nobody else knows it. The phone number that I confirmed is mine.
- I have read and accepted the personal data protection policy for certificate issuance and the terms of the Personal Space.
- I will ask for revocation at once if the PIN and the phone may be in other hands, or if the content of the certificate is no longer true.
- I agree that the certificate becomes part of the documents that I sign and can be read by everybody who receives them. It is not published in a directory.
- I agree that the records of this issue are kept as the law asks of such certificates.
`,
  }
}
