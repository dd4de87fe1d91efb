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
    'certificate-privacy 1.2 c4d50411f210528aa25c236398b6a0c54f8afd725d7263321699d420c94c293c',
    'personal-space-terms 1.1 a913dd0f6b773ad0ca903cdbf1dd62fb2d4b17c6943c437c594aa74c98857139',
    'biometric-consent 1.4 4e4f55921ffe82c311552ed9bec5f7a1803bdfc274ed5d14d4c53f2a08acbdd3',
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
  ['de', '8b5f475a1ea203c73e7db3eb6038953c0927da4c872ed86c27fcd657190df67b'],
  ['es', 'e5963b5d763059cfb2f1dcf4481325f89d489b466e10f85012b4e503e3af4673'],
  ['fr', 'f79ce2e105e7adff011f18f6440636a1159e1ee454f0b73c0910d0289844155e'],
  ['it', '0c00fd21cca9a63a4213db5fa5f471b78aea56614f61e0fba6e783c51a264f01'],
  ['nl', 'a833a213ccea7b164977f1fe675056ea076436292b2a1b5013f619b075d561d4'],
  ['pl', 'd28b63b9100c1b55a1faea2afa21127929113ed501f47f95bb788c9b8ee91a08'],
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
