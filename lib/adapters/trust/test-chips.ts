// Makes test chips: signed by the state of the test PKI, right or with one fault.

import { sign } from 'node:crypto'
import type { ChipFault } from '../../domain/chip'
import type { TestChips } from '../../domain/ports'
import { dg1Of, dg2Of, makeSecurityObject } from '../../emrtd/make-chip'
import type { AuthorityKey } from './certificate-profile'
import { newDocumentSigner, newUtopia, type Pki } from './pki'

const YEAR_MS = 365 * 86_400_000

export function testChips({ utopia, installation }: Pki, now: () => Date): TestChips {
  return {
    countrySigner: utopia.authority.certificate.der,
    make({ lines, portrait, size }, fault) {
      const dg1 = dg1Of(lines)
      const dg2 = dg2Of({ format: 'jpeg', bytes: portrait }, size)
      const { certificate, key } = signerOf(fault)
      const groups = new Map([
        [1, dg1],
        [2, dg2],
      ])
      const sod = makeSecurityObject(groups, { certificate, sign: (bytes) => sign('sha256', bytes, key) })
      return { dg1, dg2: fault === 'data_changed' ? lastChanged(dg2) : dg2, sod: fault === 'signature_wrong' ? lastChanged(sod) : sod }
    },
  }

  function signerOf(fault: ChipFault | null): AuthorityKey {
    const at = now().getTime()
    if (fault === 'signer_unknown') return newUtopia(installation, now()).signer
    if (fault !== 'signer_expired') return utopia.signer
    return newDocumentSigner(installation, utopia.authority, { notBefore: new Date(at - 2 * YEAR_MS), notAfter: new Date(at - YEAR_MS) })
  }
}

/** The last octet is one of the picture, or of the signature. */
function lastChanged(file: Buffer): Buffer {
  const changed = Buffer.from(file)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  return changed
}
