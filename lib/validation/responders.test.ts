// Whose OCSP answers are believed (RFC 6960, 4.2.2.2.1): a responder that the authority has not exempted needs a status of its own.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCertificate, type Certificate } from '../crypto/certificate'
import { Budget } from '../signature/pdf/budget'
import { ocspRequest } from '../testing/crypto/asking'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256 } from '../testing/crypto/openssl'
import { Proofs } from './proofs'
import { statusAt } from './revocation-status'
import { materialOf } from './validation-material'

const HOUR = 3_600_000
const workshop = openWorkshop()
afterAll(() => workshop.close())
const SERIALS = { anna: '0A01', plain: '0B01', other: '0B02', exempt: '0B03' } as const
type Name = keyof typeof SERIALS
const certificate = (name: Name | 'ca'): Certificate => readCertificate(workshop.bytes(`${name}.der`))

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  const extensions = {
    anna: [],
    plain: ['extendedKeyUsage=OCSPSigning'],
    other: ['extendedKeyUsage=OCSPSigning'],
    exempt: ['extendedKeyUsage=OCSPSigning', 'noCheck=ignored'],
  }
  for (const [name, serial] of Object.entries(SERIALS) as [Name, string][])
    makeCertificate(workshop, name, {
      key: P256,
      issuer: 'ca',
      subject: `/CN=${name}`,
      serial: `0x${serial}`,
      extensions: extensions[name],
    })
})

const utc = (time: number): string => `${new Date(time).toISOString().replace(/\.\d+/, '').replace(/\D/g, '').slice(2)}Z`

/** What the authority knows. */
function register(revoked: Partial<Record<Name, number>> = {}): void {
  const rows = (Object.keys(SERIALS) as Name[]).map((name) => {
    const at = revoked[name]
    return [
      at === undefined ? 'V' : 'R',
      '991231235959Z',
      at === undefined ? '' : `${utc(at)},keyCompromise`,
      SERIALS[name],
      'unknown',
      `/CN=${name}`,
    ]
  })
  workshop.file('index.txt', rows.map((row) => `${row.join('\t')}\n`).join(''))
}

/** What a responder says of a certificate. */
function answer(about: Name, responder: Name | 'ca'): Buffer {
  workshop.file('request', ocspRequest(certificate(about), certificate('ca')))
  workshop.openssl(
    ...['ocsp', '-index', 'index.txt', '-CA', 'ca.pem', '-rsigner', `${responder}.pem`, '-rkey', `${responder}.key`],
    ...['-reqin', 'request', '-respout', 'response', '-ndays', '1'],
  )
  return workshop.bytes('response')
}

/** What answers say of Anna an hour and more after them; of one there may be proof that it existed before. */
function judged(ocsps: readonly Buffer[], proven?: Buffer): string {
  const now = new Date(LATER + HOUR)
  const proofs = new Proofs(now)
  if (proven) proofs.add([proven], new Date(LATER - HOUR / 2))
  const material = materialOf({ certificates: [], ocsps, crls: [] }, new Budget(1000))
  return statusAt({ certificates: [certificate('anna'), certificate('ca')], trusted: true }, material, proofs, new Date()).status
}
const LATER = Date.now() + HOUR

it.each<[string, () => Buffer[], 'good' | 'unknown']>([
  ['the authority itself', () => [answer('anna', 'ca')], 'good'],
  ['one that is exempt', () => [answer('anna', 'exempt')], 'good'],
  ['one of which nothing is said', () => [answer('anna', 'plain')], 'unknown'],
  ['one that is good, as the authority says', () => [answer('anna', 'plain'), answer('plain', 'ca')], 'good'],
  ['one that is good, as one says that is exempt', () => [answer('anna', 'plain'), answer('plain', 'exempt')], 'good'],
  ['one that vouches for itself', () => [answer('anna', 'plain'), answer('plain', 'plain')], 'unknown'],
  ['two that vouch for each other', () => [answer('anna', 'plain'), answer('plain', 'other'), answer('other', 'plain')], 'unknown'],
  ['one that is not believed, beside one that is', () => [answer('anna', 'plain'), answer('anna', 'exempt')], 'good'],
])('%s', (_who, said, status) => {
  register()
  expect(judged(said())).toBe(status)
})

it.each<[string, { revoked: number; proven: boolean }, 'good' | 'unknown']>([
  ['revoked before it answered', { revoked: LATER - 3 * HOUR, proven: false }, 'unknown'],
  ['revoked before, whatever proves how old the answer is', { revoked: LATER - 3 * HOUR, proven: true }, 'unknown'],
  ['revoked since, where the answer may be younger', { revoked: LATER, proven: false }, 'unknown'],
  ['revoked since, with proof that the answer is older', { revoked: LATER, proven: true }, 'good'],
])('one that was %s', (_when, { revoked, proven }, status) => {
  register()
  const said = answer('anna', 'plain')
  const earlier = answer('plain', 'ca')
  register({ plain: revoked })
  const later = answer('plain', 'ca')
  expect(judged([said, earlier, later], proven ? said : undefined)).toBe(status)
})
