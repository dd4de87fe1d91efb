// The certificates of the states' signing authorities (CSCA), as an operator brings them: single certificates, or master lists (ICAO Doc
// 9303-12 8), which are CMS SignedData over a set of certificates.

import { isAuthority, readCertificate } from '../crypto/certificate'
import { readSignedData, verifySignerInfo } from '../crypto/cms'
import { membersOf, raw, readSmallInteger, readWhole, TAG, type Der } from '../crypto/der'
import { OID } from '../crypto/oids'

/** PEM, DER or a master list. Throws an error whose message says what is wrong with the file. */
export function countrySignersIn(file: Uint8Array): Der[] {
  const blocks = [
    ...Buffer.from(file)
      .toString('latin1')
      .matchAll(/-----BEGIN [A-Z0-9 ]+-----([A-Za-z0-9+/=\s]+)-----END/g),
  ]
  const ders = blocks.length > 0 ? blocks.map(([, base64 = '']) => Buffer.from(base64, 'base64')) : [Buffer.from(file)]
  const certificates = ders.flatMap((der) => (isCms(der) ? listed(der) : [der]))
  if (!certificates.map(readCertificate).every(isAuthority)) throw new Error('a certificate in it is not that of an authority')
  return certificates
}

/** A certificate begins with a SEQUENCE, a ContentInfo with its type. */
function isCms(der: Der): boolean {
  return membersOf(readWhole(der), TAG.sequence)[0]?.tag === TAG.oid
}

/** Whether the publisher of the list is to be trusted is for the operator to know, who chose it. */
function listed(der: Der): Der[] {
  const signed = readSignedData(der)
  if (signed.contentType !== OID.cscaMasterList || signed.content === undefined) throw new Error('it is no master list')
  if (verifySignerInfo(signed) !== 'valid') throw new Error('the signature of the master list is wrong')
  const [version, certificates] = membersOf(readWhole(signed.content), TAG.sequence)
  if (readSmallInteger(version) !== 0) throw new Error('the version of the master list is unknown')
  // A list holds authorities of many states; those that are none sign nothing here.
  return membersOf(certificates, TAG.set)
    .map(raw)
    .filter((one) => isAuthority(readCertificate(one)))
}
