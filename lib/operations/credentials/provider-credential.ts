// A credential as its provider is asked about it, and what a provider answers: what was wanted, or a refusal in the words of the product.

import { Problem } from '../../domain/problem'
import type { ProviderCredential, ProviderData, Refused } from '../../domain/signing-provider'
import type { Credential } from '../../generated/prisma/client'

export function providerCredential({ id, reference, certificate }: Credential): ProviderCredential {
  return { id, reference: reference as ProviderData, certificate }
}

/** Where no factor is judged: what was wanted, or it throws. */
export function given<T extends object>(answer: T | Refused): T {
  if ('refused' in answer) throw refusal(answer)
  return answer
}

export function refusal({ refused }: Refused): Error {
  switch (refused) {
    case 'locked':
      return new Problem('CREDENTIAL_LOCKED.unusable')
    case 'expired':
      return new Problem('ACTIVATION_EXPIRED.code')
    case 'unavailable':
    case 'timed_out':
      return new Problem('UNAVAILABLE.signing_service')
    case 'wrong_factor':
    case 'not_authorised':
      return new Error(`the signing provider refused what it could not have been asked for: ${refused}`)
  }
}
