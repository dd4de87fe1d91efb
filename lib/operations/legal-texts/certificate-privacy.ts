// Privacy policy for certificate issuance: what the identity check records and what the certificate says (specs 001, terms 2).

import type { TextDraft, TextFacts } from './shown-text'

export function certificatePrivacy({ provider, requester }: TextFacts): TextDraft {
  return {
    id: 'certificate-privacy',
    version: '1.1',
    date: '2026-11-22',
    title: 'Personal data protection policy for certificate issuance',
    summary: [
      'A certificate says who you are. Before one is issued, your identity has to be checked.',
      'We record pictures of your identity document and of your face, and what was found in them.',
      'Pictures and face data are encrypted and deleted after 90 days; after 7 days when a check fails.',
      `${requester} sees the result and the data of the document, not the video.`,
    ],
    body: `
## 1. Who is responsible

For checking your identity and for issuing the certificate, ${provider} is the controller. It acts under the rules for trust services in Article 24 of Regulation (EU) No 910/2014 (eIDAS), or, as a test service, as if it were bound by them.

## 2. What is recorded

- **Pictures of your identity document**, front and back, taken by your camera while you hold and tilt it.
- **A short series of pictures of your face** while you follow a few movements on the screen. There is no sound.
- **What is read from the document**: names, date of birth, sex, nationality, number, issuing state, date of expiry, and the portrait.
- **What the analysis found**: for each check its result, score and threshold, and which rule or model said so.
- A numeric description of the face on the document and of your face (biometric data), to compare the two.

## 3. Why, and on which ground

The check makes sure that the certificate is issued to the right person and that the person is present. The ground is the contract for the certificate (Article 6(1)(b) GDPR), the legal duty to check identity where it applies (Article 6(1)(c)), and for biometric data your **explicit consent** (Article 9(2)(a)), for which you are asked separately.

## 4. How long it is kept

| What | Kept |
|---|---|
| Pictures, portrait, numeric descriptions of faces, data read from the document: check passed | 90 days |
| The same: check failed, rejected or given up | 7 days |
| Names, country, certificate, phone number for codes | as long as the certificate is valid, and as long as its issuing must be provable |
| Findings without images, digests, times | with the evidence of the signature, 10 years |

Pictures, portrait and descriptions are encrypted under a key made for this one check. Destroying that key makes all of them unreadable, in back-ups too.

## 5. What the certificate says, and to whom

The certificate holds your first names and surname, the country that issued your document, a number that means nothing outside this service, and your public key. It is part of every document you sign with it and can be read by everybody who receives the document. It holds no date of birth and no document number.

## 6. Who receives what

${requester} receives the result of the check and these data from the document: full name, kind and country of the document, its expiry, date of birth, and how well the faces matched. With the evidence of the finished signature, while they are kept, it can also receive the pictures of the document, which show everything printed there, and one still picture of your face; copies that it made are then its own responsibility. Authorities receive data only where the law obliges us.

## 7. Your rights

Articles 15 to 22 GDPR. You may withdraw your consent to biometric processing at any time; pictures and descriptions are then destroyed, and a check that is not complete ends. What was lawful before stays lawful.
`,
  }
}
