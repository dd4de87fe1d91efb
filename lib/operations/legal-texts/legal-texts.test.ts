// The texts are, character by character, those that were accepted under their version: stored consents refer to these digests.
// A text that is to change gets a new version, and its digest is written down here.

import { expect, test } from 'vitest'
import { sha256Hex } from '../../crypto/algorithms'
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
    'terms-of-use 1.1 9e9d0c1b47e7d7870c3714a6f463641d580e948fee171d119ab965955e2d8cb0',
    'certificate-privacy 1.3 9622c25f97c5a1d224e56b8b8f0345b4b1cee7ae15c09fb34e593525ebd12139',
    'personal-space-terms 1.1 a913dd0f6b773ad0ca903cdbf1dd62fb2d4b17c6943c437c594aa74c98857139',
    'biometric-consent 1.5 2d8f66ce649247a1590bbca7bcd4891e3bac0e83a68a547f57b93040a1d6d29a',
    'certificate-request 1.1 9077706c40661189f22924c81407c6a32d96d567b6a1245b5c694796f6deb798',
    'document-approval 1.1 7b6f9b494b0f6054f53b0561c3349fd079dfbaf9db672b4caa785554869cec22',
    'document-approval 1.1 e5963d68ecbf66e0f7056c40334b5393a950cef1aec1df6d13282ec33d36b0bf',
  ])
})

test('with a qualified trust service, the texts that say what a signature is worth differ', () => {
  const test = digests(facts)
  expect(digests({ ...facts, qualified: true }).filter((digest) => !test.includes(digest))).toEqual([
    'terms-of-use 1.1 0e042b6f9de9dce7cc41524111acbb7346c890640500b6e08cdd2e72d9b3fcb2',
    'personal-space-terms 1.1 7ebd0d6cd3c4288c72d46b497c0c7bb1fd1831d230fdf046e6aa204992749da0',
    'certificate-request 1.1 0d12fdaca1cd46c9b9cb90084a068ac4bead432c5fcdea9936a30d5a8909dd4a',
  ])
})

// One digest over those of all texts, with a test and with a qualified trust service.
test.each([
  ['de', 'b1f9b63c00de47572b4081fff9072c9ec5d81574bc0eeb89b01633a1f33e7695'],
  ['es', 'fa5aa9dfc40c7f3307e6082b8676cc9a86c3916b9ee5c79730e35c1c5d79a373'],
  ['fr', '4369fd75744a491aa5daf0281ec4d6b9ff0129418b82ffd0ba3c89c88f7f447f'],
  ['it', 'bf7f569682c360c442aae262d386cef7058697bad38f34acef1ed030c995bcf7'],
  ['nl', 'cd01c14b42cc07d7d40ffac2bf53a009f3590d0313b296300c4b9d8ba8022bfc'],
  ['pl', 'b70cf27740788648f5bba9b69936eeee26dca0a07ebe90566bca6d15aa5fb954'],
] as const)('%s: the texts are those that were accepted under their versions', (language, all) => {
  const about = { ...facts, language }
  expect(sha256Hex([...digests(about), ...digests({ ...about, qualified: true })].join('\n'))).toBe(all)
})

test.each(LANGUAGES)('%s: every text has version, date, title, summary and wording', (language) => {
  const all = [...termsTexts({ ...facts, language }), ...issuanceTexts({ ...facts, language })]
  expect(all.every(({ title, summary, body }) => title !== '' && summary.length > 0 && body !== '')).toBe(true)
  for (const text of Object.values(catalogue(language).legal))
    if (typeof text !== 'string')
      expect(text).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+$/), date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
})
