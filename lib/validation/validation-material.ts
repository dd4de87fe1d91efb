// Validation data that a file brings along: the certificates, OCSP answers and CRLs, in a PDF those of its DSS.

import { readCertificate, type Certificate } from '../crypto/certificate'
import type { Der } from '../crypto/der'
import { readCrl, readOcspResponse, type Crl, type OcspResponse } from '../crypto/revocation'
import type { Budget } from '../signature/pdf/budget'
import type { PdfDocument } from '../signature/pdf/document'
import { Ref } from '../signature/pdf/objects'
import { Visited } from '../signature/pdf/visited'

/** `budget`: what may still be spent on judging by it. */
export type ValidationMaterial = { certificates: Certificate[]; ocsps: OcspResponse[]; crls: Crl[]; budget: Budget }

/** Where a piece of it ends in the file: a time-stamp that covers the file up to there is over it. */
export type Standing = { der: Der; end: number }

const mostItems = 2000

/** Entries that cannot be read prove nothing and are passed over. */
export function materialIn(document: PdfDocument): ValidationMaterial & { standing: Standing[] } {
  const store = readable(() => document.get(document.root.get('DSS')))
  const standing: Standing[] = []
  const items = <T extends { der: Der }>(key: string, read: (der: Der) => T): T[] => {
    if (!(store instanceof Map)) return []
    const visited = new Visited()
    // What is no list proves nothing, as what is no certificate does.
    return (readable(() => document.array(store.get(key))) ?? [])
      .filter((item) => item instanceof Ref && visited.first(item))
      .slice(0, mostItems)
      .flatMap((item) => {
        const found = item instanceof Ref ? readable(() => read(document.stream(item.number))) : undefined
        if (!found || !(item instanceof Ref)) return []
        standing.push({ der: found.der, end: document.storedStream(item.number).end })
        return [found]
      })
  }
  return {
    certificates: items('Certs', readCertificate),
    ocsps: items('OCSPs', readOcspResponse),
    crls: items('CRLs', readCrl),
    budget: document.budget,
    standing,
  }
}

/** Whole certificates, OCSPResponses and CRLs, as they stand in a signature. What cannot be read proves nothing. */
type Brought = { certificates: readonly Certificate[]; ocsps: readonly Der[]; crls: readonly Der[] }

export const materialOf = ({ certificates, ocsps, crls }: Brought, budget: Budget): ValidationMaterial => ({
  certificates: [...certificates],
  ocsps: ocsps.slice(0, mostItems).flatMap((der) => readable(() => readOcspResponse(der)) ?? []),
  crls: crls.slice(0, mostItems).flatMap((der) => readable(() => readCrl(der)) ?? []),
  budget,
})

/** With the status of certificates that a signature or a time-stamp brings along itself. Where it brings none, what was checked stays known. */
export function materialWith(material: ValidationMaterial, brought: Brought): ValidationMaterial {
  if (brought.ocsps.length + brought.crls.length === 0) return material
  const own = materialOf(brought, material.budget)
  return {
    certificates: [...material.certificates, ...own.certificates],
    ocsps: [...material.ocsps, ...own.ocsps],
    crls: [...material.crls, ...own.crls],
    budget: material.budget,
  }
}

/** All of it in DER, by which proofs of existence know it. */
export const dersIn = ({ certificates, ocsps, crls }: Brought): Der[] => [...certificates.map(({ der }) => der), ...ocsps, ...crls]

/** What `read` answers; undefined where the data is malformed or does not prove what it should. */
export function readable<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
