// CMS files and simple containers that other programs make, and files that look like another kind than they are.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { samplePdf } from '../../../scripts/sample-pdf'
import { storedZip } from '../../signature/zip/stored'
import { CA_EXTENSIONS, makeCertificate, openWorkshop, P256, RSA, signCms } from '../../testing/crypto/openssl'
import { GOOD_WITHOUT_STATUS as GOOD, toldOf } from '../../testing/told-of'

const workshop = openWorkshop()
afterAll(() => workshop.close())
const SIGNER = ['keyUsage=critical,nonRepudiation']
const pdf = samplePdf({ pages: 1 })

beforeAll(() => {
  makeCertificate(workshop, 'ca', { key: P256, subject: '/CN=CA', extensions: CA_EXTENSIONS })
  makeCertificate(workshop, 'anna', { key: P256, issuer: 'ca', subject: '/CN=Anna', extensions: SIGNER })
  makeCertificate(workshop, 'john', { key: RSA, issuer: 'ca', subject: '/CN=John', extensions: SIGNER })
})

const made = (people: string[], ...options: string[]): Buffer => signCms(workshop, pdf, people, '-cades', '-md', 'sha256', ...options)

const verdict = (bytes: Uint8Array) => toldOf(bytes, workshop.bytes('ca.der'))

describe('a CMS file', () => {
  it('that holds a PDF is judged as CMS, in DER and as openssl streams it', async () => {
    expect(await verdict(made(['anna'], '-nodetach'))).toEqual([`Anna ${GOOD}`])
    expect(await verdict(made(['anna'], '-nodetach', '-indef'))).toEqual([`Anna ${GOOD}`])
  })

  it('that two people signed has a signature of each', async () => {
    expect((await verdict(made(['anna', 'john'], '-nodetach'))).toSorted()).toEqual([`Anna ${GOOD}`, `John ${GOOD}`])
  })

  it('whose content was changed is broken', async () => {
    const file = made(['anna'], '-nodetach')
    const at = file.indexOf('%PDF-')
    file[at + 50] = (file[at + 50] ?? 0) ^ 1
    expect((await verdict(file))[0]).toMatch(/TOTAL-FAILED HASH_FAILURE/)
  })

  it('whose content stands elsewhere cannot be judged', async () => {
    expect((await verdict(made(['anna'])))[0]).toMatch(/INDETERMINATE SIGNED_DATA_NOT_FOUND/)
  })

  it('that bears no signature is refused', async () => {
    workshop.openssl('cms', '-data_create', '-binary', '-outform', 'DER', '-in', workshop.file('content', pdf), '-out', 'made')
    // The PDF in it is none by itself: it neither begins nor ends where the file does.
    expect(await verdict(workshop.bytes('made'))).not.toEqual([])
    expect(await verdict(Buffer.from('0123456789'))).toEqual(['FORMAT_UNSUPPORTED'])
  })

  it('cut anywhere is an answer or a refusal', async () => {
    const file = made(['anna'], '-nodetach')
    for (let at = 1; at < file.length; at += 211) await verdict(file.subarray(0, at))
  })
})

describe('a simple container', () => {
  const container = (files: { name: string; bytes: Uint8Array }[], type = 'application/vnd.etsi.asic-s+zip') =>
    storedZip([...(type ? [{ name: 'mimetype', bytes: Buffer.from(type) }] : []), ...files])
  const file = { name: 'contract.pdf', bytes: pdf }
  const signature = () => ({ name: 'META-INF/signature.p7s', bytes: made(['anna']) })

  it('has its one signature over its one file, with a type or without', async () => {
    expect(await verdict(container([file, signature()]))).toEqual([`Anna ${GOOD}`])
    expect(await verdict(container([file, signature()], ''))).toEqual([`Anna ${GOOD}`])
  })

  it('with another file, or with a second one, is not valid', async () => {
    const other = { name: 'contract.pdf', bytes: samplePdf({ pages: 2 }) }
    expect((await verdict(container([other, signature()])))[0]).toMatch(/TOTAL-FAILED HASH_FAILURE/)
    expect((await verdict(container([file, { name: 'more.txt', bytes: pdf }, signature()])))[0]).toMatch(/TOTAL-FAILED REFERENCE_INVALID/)
  })
})
