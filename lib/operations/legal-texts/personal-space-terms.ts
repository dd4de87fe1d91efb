// Terms of the Personal Space: where the certificate, its PIN and the signed documents of a person are kept (specs 001, terms 2).

import { statusOfService } from './status-of-service'
import type { TextDraft, TextFacts } from './shown-text'

export function personalSpaceTerms(facts: TextFacts): TextDraft {
  return {
    id: 'personal-space-terms',
    version: '1.0',
    date: '2026-11-21',
    title: 'Terms and conditions of use for the Personal Space',
    summary: [
      'Your certificate is kept for you for five years, so that the next signature takes two minutes.',
      'Its key works only with your PIN and a code to your phone. Nobody here can use it without you.',
      'A forgotten PIN cannot be recovered: your identity is checked again and you receive a new certificate.',
    ],
    body: `
## 1. What the Personal Space is

A place of your own for your certificate and for documents that you signed. It is made when your certificate is issued and costs you nothing.

## 2. What the certificate is worth

${statusOfService(facts)}

## 3. Your signing key

The key is made for you and stored encrypted. It can be used only when two things come together: your PIN, which we do not store and cannot recover, and a code sent to the phone number that you confirmed. Each use is bound to the documents that you saw. After five wrong entries the key is locked for good.

## 4. What we ask of you

- Choose a PIN that nobody can guess, and tell it to nobody.
- Keep the phone number up to date.
- Ask for revocation at once when somebody may know your PIN **and** hold your phone, when your name changes, or when the certificate holds a mistake.

## 5. Validity and revocation

The certificate is valid for five years from issue. You may have it revoked at any time, without giving a reason; revocation is final and public. We revoke it when it was issued on false data, when its key can no longer be trusted, or when the law demands it. Signatures made before stay valid.

## 6. Ending

You may close the Personal Space at any time. The certificate is then revoked and the key destroyed. Records of its issue are kept as the personal data protection policy for certificate issuance says.

## 7. Liability

As in the terms and conditions of use. Nobody who relies on a certificate of a test service may claim that it proves more than these terms say.
`,
  }
}
