// The English texts are, character by character, those that were accepted under their version: stored consents refer to these digests.
// A text that is to change gets a new version, and its digest is written down here.

import { expect, test } from 'vitest'
import { catalogue, LANGUAGES } from '../../wording/catalogue'
import { certificateRequest, documentApproval, issuanceTexts, termsTexts, type TextFacts } from './legal-texts'

const facts: TextFacts = {
  language: 'en',
  requester: 'Example Bank',
  service: 'sign.example.com',
  provider: 'QSignHub TEST',
  qualified: false,
}
const content = { commonName: 'ANNA NOWAK', givenNames: 'ANNA', surname: 'NOWAK', country: 'PL', issuer: 'CN=QSignHub TEST', validYears: 5 }
const documents = [
  { title: 'Loan | agreement', pages: 2, sha256: 'a'.repeat(64) },
  { title: 'Data.xml', pages: 0, sha256: 'b'.repeat(64) },
]
const digests = (about: TextFacts) =>
  [
    ...termsTexts(about),
    ...issuanceTexts(about),
    certificateRequest(about, content),
    documentApproval(about, documents.slice(0, 1)),
    documentApproval(about, documents),
  ].map(({ id, version, sha256 }) => `${id} ${version} ${sha256}`)

test('the digests of all texts with a test trust service', () => {
  expect(digests(facts)).toEqual([
    'privacy-policy 1.0 d72522d21557b8c870f9a8872453f5417dcc8928ae7355116519a50aafcabd20',
    'terms-of-use 1.0 a9d9237680e7c0493af874ec2e2233f2241fb1b9d37837fdfb9432ee7830ce21',
    'certificate-privacy 1.2 c4d50411f210528aa25c236398b6a0c54f8afd725d7263321699d420c94c293c',
    'personal-space-terms 1.0 d46d4c00115f7011a4f774bc72513e9ac0f4bed3c09bfe10f7f3cc3af30d6ac5',
    'biometric-consent 1.3 4bac70d2ed2d95fbf9ea4376b7ba28b90d508e227f1a4ef7bc5bb1708295e96e',
    'certificate-request 1.0 7b56be6803235efd1950ffe7f22c077606da8bfa94116abe32860da33b76b605',
    'document-approval 1.0 459b727fe5fadd785c3e21064b6e6a74e2aadf4fe0e92b7d660bf5c162a5b2ba',
    'document-approval 1.0 b861a874dfd042717f42783cea0250de9809f23b7fdb1811c2084609687aa043',
  ])
})

test('with a qualified trust service, the texts that say what a signature is worth differ', () => {
  const test = digests(facts)
  expect(digests({ ...facts, qualified: true }).filter((digest) => !test.includes(digest))).toEqual([
    'terms-of-use 1.0 e890862e5c33b9af1f3185e5bbbbbf430dcc7457bd4971c5c5247b5034780724',
    'personal-space-terms 1.0 9098364b33547b673fdf2f902386dd2daab199a30abc2620c59af2cbb8256a92',
    'certificate-request 1.0 eb1cdbb2fe1aae39f6c3cd90270125ecbd9a2b9e12edbbe5fdcb61067749b69f',
  ])
})

test.each(LANGUAGES)('%s: every text has version, date, title, summary and wording', (language) => {
  const all = [...termsTexts({ ...facts, language }), ...issuanceTexts({ ...facts, language })]
  expect(all.every(({ title, summary, body }) => title !== '' && summary.length > 0 && body !== '')).toBe(true)
  for (const text of Object.values(catalogue(language).legal))
    if (typeof text !== 'string')
      expect(text).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+$/), date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
})
