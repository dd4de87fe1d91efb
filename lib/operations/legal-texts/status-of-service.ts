// The paragraph that says what a signature made here is worth: the same words in every text that depends on it.

import type { TextFacts } from './shown-text'

export function statusOfService({ provider, qualified }: Pick<TextFacts, 'provider' | 'qualified'>): string {
  if (qualified) {
    return `Certificates are issued by ${provider}, a qualified trust service provider within the meaning of Regulation (EU) No 910/2014 (eIDAS). A signature made with such a certificate and its signature creation device is a qualified electronic signature; under Article 25(2) it has the legal effect of a handwritten signature.`
  }
  return `**This is a test service.** Certificates are issued by ${provider}, a test certificate authority that belongs to this installation alone. It is not a qualified trust service provider, and the keys are not kept in a certified signature creation device. A signature made here follows the technical form of a qualified electronic signature, but it is **not a qualified electronic signature** under Regulation (EU) No 910/2014 (eIDAS) and does not have the legal effect of a handwritten signature. Certificates and documents are marked TEST, NOT QUALIFIED. Do not use it for declarations that the law wants in writing.`
}
