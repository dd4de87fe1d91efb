// Privacy policy for the signature and validation services: accepted before the signature page is entered (specs 001, terms 1).

import type { TextDraft, TextFacts } from './shown-text'

export function privacyPolicy({ requester, service }: TextFacts): TextDraft {
  return {
    id: 'privacy-policy',
    version: '1.0',
    date: '2026-11-21',
    title: 'Personal data protection policy',
    summary: [
      `${requester} gave us your name and address so that we can ask for your signature.`,
      'We keep what proves the signature, and only for as long as it must be proven. We do not sell data and show no advertising.',
      'A check of your identity comes later and has its own text; nothing is recorded before you agree to it.',
      'You may see, correct and, where the law allows, erase your data.',
    ],
    body: `
## 1. Who is responsible

${requester} (the requester) decides which documents you are asked to sign and gave us your name, e-mail address and, where known, your phone number. For these data and for the documents the requester is the controller, and the operator of the signature service at ${service} (we) processes them on the requester's behalf (Article 28 GDPR). For the security of the service and for the evidence of the signature we are a controller ourselves.

## 2. What we process, why, and on which ground

| Data | Why | Ground (GDPR) | Kept |
|---|---|---|---|
| Name, e-mail address, phone number, language | to invite you, to send codes, to write to you about this signature | Art. 6(1)(b), contract; Art. 6(1)(f) towards the requester | 10 years with the evidence; earlier if nothing was signed: 90 days after the request ends |
| The documents | to show them to you and to sign them | Art. 6(1)(b) | 90 days from upload, unless the requester keeps them longer |
| What you did and when: opening the link, texts accepted, documents viewed, approved and signed, refusals | evidence of the signature | Art. 6(1)(f), the interest of all parties in provable declarations; Art. 6(1)(c) where the law wants records | 10 years |
| Kind of device (as a digest), times of sessions | to keep others out of your session | Art. 6(1)(f) | with the evidence |
| Messages you write to the requester, and the reason if you refuse | to pass them on | Art. 6(1)(b) | as the evidence |

The list of events that goes with a signed document holds no names, addresses or images: only identifiers, times and digests from which your data cannot be read.

We make no decision about you by automated means alone that has legal effect, other than whether an attempt at checking your identity succeeded; a person at the requester can look at a failed check and allow another one.

## 3. Who receives data

The requester receives the signed documents, the state of the signature and the result of the identity check. Others who sign the same documents see your name and your signature. Whoever receives a signed document can read the certificate in it. Providers that deliver e-mail and text messages receive your address or number and the message. Data stay within the European Economic Area unless the operator of this installation tells you otherwise.

## 4. Security

Personal data are encrypted with a key of your own and can be destroyed by destroying that key. Links are long random values of which we keep only a digest. Codes are valid for ten minutes.

## 5. Cookies

One cookie per signature request, needed for your session. It ends with the session and follows you nowhere else. There are no others.

## 6. Your rights

You have the right of access, rectification, erasure, restriction, data portability and objection (Articles 15 to 21 GDPR). Erasure is limited while records must be kept to establish, exercise or defend legal claims (Article 17(3)(e)). Write to the requester or to the operator of this service; quote the reference shown at the foot of each page. You may complain to the data protection authority of the country in which you live.
`,
  }
}
