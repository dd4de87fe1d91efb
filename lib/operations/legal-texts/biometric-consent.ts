// The consent to biometric processing (Article 9(2)(a) GDPR): an act of its own, with the other way named.

import type { TextDraft, TextFacts } from './shown-text'

export function biometricConsent({ requester, provider }: TextFacts): TextDraft {
  return {
    id: 'biometric-consent',
    version: '1.1',
    date: '2026-11-22',
    title: 'Consent to the comparison of your face',
    summary: [
      'We compare your face with the portrait on your document, by software.',
      'You need not agree. Then this signature cannot be made here, and you can ask for another way.',
      'You may take your consent back at any time.',
    ],
    body: `
I agree that ${provider} records my face and the portrait on my identity document with my camera, computes a numeric description of both (biometric data), compares them, and checks that I am present and alive by movements that I am asked for, in order to make sure that the certificate is issued to me and to nobody else.

I know that

- pictures and descriptions are kept encrypted for 90 days, or 7 days if the check fails, and are then destroyed;
- while they are kept, fingerprints of the pictures also help to recognise a recording of this check, should somebody play it back later to pass as me;
- they are used for nothing else and are not used to train software;
- the numeric descriptions are not given to ${requester}. With the evidence of the finished signature ${requester} can receive, within these 90 days, the pictures of my document and one still picture of my face;
- I may refuse. Then I can tell ${requester}, with one press on this page, that I want to sign in another way, for example in person or on paper; refusing has no other consequence here;
- I may withdraw my consent at any time by writing to the operator of this service. What happened before stays lawful.
`,
  }
}
