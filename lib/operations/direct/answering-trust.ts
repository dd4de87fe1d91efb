// A trust service as a worker asks it, and whether it has failed to answer: then the file is not to blame, and the caller may try again.

import { Problem } from '../../domain/problem'
import type { Trust } from '../../domain/ports'
import type { Outside } from '../../documents/protocol'
import { outsideOf } from '../kernel/seal'

type Asked = {
  outside: Outside
  /** Throws UNAVAILABLE in the place of an error that came after the service had failed. */
  unlessSilent<T>(work: () => Promise<T>): Promise<T>
}

export function answering(trust: Trust, sign: Outside['sign']): Asked {
  let silent = false
  const noting =
    (call: (bytes: Uint8Array) => Promise<Uint8Array>) =>
    (bytes: Uint8Array): Promise<Uint8Array> =>
      call(bytes).catch((error: unknown) => {
        silent = true
        throw error
      })
  const { stamp, ocspFor, crlFor } = outsideOf(trust)
  return {
    outside: { stamp: noting(stamp), ocspFor: noting(ocspFor), crlFor: noting(crlFor), sign: noting(sign) },
    unlessSilent: (work) =>
      work().catch((error: unknown) => {
        throw silent ? new Problem('UNAVAILABLE.signing_service', {}, { retryAfterSeconds: 60 }) : error
      }),
  }
}
