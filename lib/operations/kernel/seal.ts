// Seals a file of the platform's own, such as the audit trail, with the platform's certificate. The worker that signs asks here for the key.

import { sha256Hex } from '../../crypto/algorithms'
import type { SealForm } from '../../documents/sign'
import type { Trust } from '../../domain/ports'
import type { Context } from './context'
import { piecesFrom } from './stored-bytes'

/** The sealed file, at B-LTA. `tenant`: in whose line the sealing waits. `reason`: stands in the seal of a PDF. */
export async function sealed(
  { documents }: Pick<Context, 'documents'>,
  trust: Trust,
  { form, bytes }: { form: SealForm; bytes: Uint8Array },
  { tenant, now, reason }: { tenant: string; now: Date; reason: string },
): Promise<Uint8Array> {
  const sealer = await trust.sealer()
  return documents.run('seal', {
    tenant,
    sha256: sha256Hex(bytes),
    bytes: async () => piecesFrom(bytes),
    given: { form, certificate: sealer.certificate, chain: trust.chain, now, reason },
    outside: { ...outsideOf(trust), sign: (toBeSigned) => sealer.sign(toBeSigned) },
  })
}

/** What a worker may ask a trust service for. */
export function outsideOf(trust: Trust): Pick<Trust, 'stamp' | 'ocspFor' | 'crlFor'> {
  return {
    stamp: (sha256) => trust.stamp(sha256),
    ocspFor: (certificate) => trust.ocspFor(certificate),
    crlFor: (issuer) => trust.crlFor(issuer),
  }
}
