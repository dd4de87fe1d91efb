// A credential as its signing provider is asked about it, and the provider's refusals as problems of the product.

import { Problem } from '../../domain/problem'
import type { ProviderCredential, ProviderData, Refused } from '../../domain/signing-provider'
import type { Credential } from '../../generated/prisma/client'

export function providerCredential({ id, reference, certificate }: Credential): ProviderCredential {
  return { id, reference: reference as ProviderData, certificate }
}

/** The provider's answer; its refusal is thrown as a Problem. For calls that judge neither PIN nor code. */
export function unlessRefused<T extends object>(answer: T | Refused): T {
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
