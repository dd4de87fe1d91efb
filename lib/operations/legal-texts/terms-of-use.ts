// Terms and conditions of use of the signature and validation services: accepted before the signature page is entered (specs 001, terms 1).

import { statusOfService } from './status-of-service'
import type { TextDraft, TextFacts } from './shown-text'

export function termsOfUse(facts: TextFacts): TextDraft {
  const { requester, service } = facts
  return {
    id: 'terms-of-use',
    version: '1.0',
    date: '2026-11-21',
    title: 'Terms and conditions of use',
    summary: [
      'Using this page costs you nothing and obliges you to nothing: you sign only when you enter your PIN and code at the very end.',
      'Until you accept the documents you may download them, start again, or refuse.',
      facts.qualified
        ? 'Your signature will have the legal effect of a handwritten one.'
        : 'This is a test service: the signature is technically complete, but not a qualified one.',
      'Keep your link, PIN and codes to yourself. We never ask for them by phone or e-mail.',
    ],
    body: `
## 1. What these terms are about

They govern your use of the electronic signature and validation services at ${service}, to which ${requester} (the requester) has invited you. The contract that you sign is between you and the requester; we are no party to it and do not advise on it.

## 2. What the signature is worth

${statusOfService(facts)}

## 3. How it works

1. You accept these terms and the personal data protection policy and check the details that the requester gave about you.
2. If you have no certificate yet, your identity is checked with an identity document and a short video, and a certificate is requested in your name. Separate terms apply, which you accept before that.
3. You read the documents and accept them. You see exactly the bytes that will be signed.
4. You authorise the signature with your PIN and a code sent to your phone. This one act signs all documents shown.
5. The signature is completed with a time-stamp and everything needed to verify it years later. If a step fails for technical reasons it is repeated without you; a signature once authorised is never made twice.

## 4. What you may do

Until you accept the documents you may download them, restart, or refuse with a reason that is passed to the requester. After that you may still restart until you have signed. Once signed, the signature cannot be withdrawn here; rights of withdrawal that the law gives you against the requester are not affected.

## 5. What we ask of you

- Act for yourself. Do not let anybody sign with your link, PIN or phone.
- Give correct details; correct them where they are not.
- If you lose your phone or suspect that somebody knows your PIN, do not sign, and tell us at once so that the certificate can be revoked.
- Use an up-to-date browser. For the identity check you need a camera.

## 6. Availability and liability

We take care that the service is available, but do not promise that it always is. A request ends at the date shown; the requester can renew it. We are liable without limit for intent and gross negligence and for injury to life, body or health; otherwise for the breach of essential duties, limited to the foreseeable damage, as far as the law allows. Article 13 eIDAS stays unaffected where it applies.

## 7. Validation

Anyone can check a document signed here, with our validation service or with independent software. A result states what can be determined from the document, the certificates and their status at the time.

## 8. Changes, law, complaints

The version that you accepted applies to this signature; its digest is part of the evidence. The law of the country in which the operator of this installation is established applies, without depriving consumers of the protection of the law where they live. Complaints: to the operator, with the reference at the foot of the page; consumers may also turn to the dispute resolution body of their country.
`,
  }
}
