// The texts are, character by character, those that were accepted under their version: stored consents refer to these digests.
// A text that is to change gets a new version, and its digest is written down here.

import { expect, test } from 'vitest'
import { sha256Hex } from '../../crypto/algorithms'
import { catalogue, LANGUAGES } from '../../wording/catalogue'
import { certificateRequest, documentApproval, issuanceTexts, signingTexts, termsTexts, type TextFacts } from './legal-texts'

const facts: TextFacts = {
  language: 'en',
  requester: 'Example Bank',
  service: 'sign.example.com',
  provider: 'QSignHub TEST',
  qualified: false,
  type: 'qes',
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
    'privacy-policy 1.1 64c5aad6e56722cc5c22249900a0d8f3a06150bed7db072972b47bb6c5af1f62',
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

/** What a signer of a simple signature reads. */
const simple = (about: TextFacts) => {
  const ses = { ...about, type: 'ses' } as const
  return [...termsTexts(ses), documentApproval(ses, documents), ...signingTexts(ses)].map(
    ({ id, version, sha256 }) => `${id} ${version} ${sha256}`,
  )
}

// One digest over those of all texts, with a test and with a qualified trust service.
test.each([
  ['en', '401b24205c01708d87cc9e562e9c1e07aa565fb62a859e50b91198ddee00d5e9'],
  ['de', 'cc6893c0234c8102c6cea7f7c094779af6be65c2a563298addea94e69ae5b54a'],
  ['es', '763c58e627db0bd31999df07820b0b7a95d8dd9de4b51c965ee4664c7e92f57f'],
  ['fr', 'ae1d8707ca6ca139d0670b90af4c7aa94091a7e60df5fe5b816d9079bb9f2279'],
  ['it', '9dd67d0bae27a953f953cf26474c030460800c73e8ece8f3a3fe159ea17744b7'],
  ['nl', 'a4002e1ca8fe7e73ba93cd8af4ed347fd800b37a0d24e43844b7cd3a3a5b1699'],
  ['pl', '652b88b2c545f4d5a2608f00549454ce605ada9d8c1c93e51ccdb44847c670e3'],
] as const)('%s: the texts of a simple signature are those that were accepted under their versions', (language, all) => {
  const about = { ...facts, language }
  expect(sha256Hex([...simple(about), ...simple({ ...about, qualified: true })].join('\n'))).toBe(all)
})

/** What a signer of an advanced signature reads. */
const advanced = (about: TextFacts) => {
  const aes = { ...about, type: 'aes' } as const
  return [...termsTexts(aes), documentApproval(aes, documents)].map(({ id, version, sha256 }) => `${id} ${version} ${sha256}`)
}

test.each([
  ['en', '16fc16feed424ef6ada1ba57399f341bd80d878721f5137e4e3432038eba7cf1'],
  ['de', '91c05274fa84d9e8b0e0d13963b46612a9f0e0c0400018b67bbef12bc6dfeb8f'],
  ['es', '5085995f3eef9b1af3cc6bb6b64e53b9fb139cb7ada403bb3ffe33cf2ed11e25'],
  ['fr', 'e71235f2b51dc6043491497d1dca208e158225c25ae8354bc3db29ac2f7084eb'],
  ['it', '62307632a4a36cc1227cb82e77b124c2fc049181eec5fd3b53ed3bc1adb55e02'],
  ['nl', '2151ad2bc398dad73ffeba898b0cc6511665dbbe5f8fd85d67cb8a3a1313fd1b'],
  ['pl', '2361b3350dbe220400c9dbe086372eaf2c3ccf7d27592ffc5a141a826235a457'],
] as const)('%s: the texts of an advanced signature are those that were accepted under their versions', (language, all) => {
  const about = { ...facts, language }
  expect(sha256Hex([...advanced(about), ...advanced({ ...about, qualified: true })].join('\n'))).toBe(all)
})

// One digest over those of all texts, with a test and with a qualified trust service.
test.each([
  ['de', '1981095b918792d06d472fdf5304b47c4a91a2400ee44aa7229c4657b5a1a802'],
  ['es', '027d10ccffbed54d73a287aa0b783628973f2f5fc48a15d6cd91a2be990981b9'],
  ['fr', 'de87ee48656406633d75d48a8e1e3c16e45aa1551f2fd9f30bde3dd2578ac718'],
  ['it', '6eb330104a30a1f5b4839b79d4da1bc03910eefc1a38b0b31ac30d4f2a6944f2'],
  ['nl', 'fafe95bd5ca1f6fceb148951fc84a4c5d72ed9bbb0a8f60708ef839fe4639482'],
  ['pl', '40bb0f72997d473a1c64a249a2535a4f76f03eef26be5ff7af4479fbe5663af4'],
] as const)('%s: the texts are those that were accepted under their versions', (language, all) => {
  const about = { ...facts, language }
  expect(sha256Hex([...digests(about), ...digests({ ...about, qualified: true })].join('\n'))).toBe(all)
})

test.each(LANGUAGES)('%s: every text has version, date, title, summary and wording', (language) => {
  const about = { ...facts, language }
  const all = [
    ...termsTexts(about),
    ...issuanceTexts(about),
    ...termsTexts({ ...about, type: 'ses' }),
    ...termsTexts({ ...about, type: 'aes' }),
    ...signingTexts(about),
  ]
  expect(all.every(({ title, summary, body }) => title !== '' && summary.length > 0 && body !== '')).toBe(true)
  for (const text of Object.values(catalogue(language).legal))
    if (typeof text !== 'string')
      expect(text).toMatchObject({ version: expect.stringMatching(/^\d+\.\d+$/), date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) })
})
