// Signatures that are not what they seem: signed content of their own, two signers in one, and additions that no cross-reference section knows.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { children, explicit, inner, raw, readWhole, seq, tlv, TAG, value } from '../crypto/der'
import { sign, type Signer } from '../signature/pades'
import { dict, type Dict, type PdfObject, type Ref } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { startxrefOf } from '../testing/hostile/draft'
import { revised } from '../testing/later-revision'
import { validatePdf } from './validate'

const field = SIGNATURE
const now = new Date()
let sample: SampleTrust
let signer: Signer
/** Of another program, and one of ours. */
let good: Buffer
let lasting: Buffer

const judge = (pdf: Buffer) => validatePdf(pdf, { anchors: [sample.root], now })

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  good = await signedElsewhere(contractPdf(), { field, signer })
  const pdf = contractPdf()
  lasting = Buffer.concat([pdf, ...(await sign(memorySource(pdf), { field, level: 'B-LT', trust: sample.trust, signer, now }))])
})

it('good ones hold', () => {
  expect(judge(good).signatures).toMatchObject([{ integrity: true, modifiedAfterwards: false }])
  expect(judge(lasting)).toMatchObject({
    valid: true,
    signatures: [{ integrity: true, modifiedAfterwards: false, changes: [{ kind: 'validation_data' }] }],
  })
})

it.each<[string, string]>([
  ['/AcroForm', '/AcroForn'],
  ['/Fields', '/FieldS'],
  ['/FT /Sig', '/FT /Sih'],
])('a signature that is not reached because %s says %s is told, and no file without signatures', (key, damaged) => {
  const pdf = lasting.toString('latin1')
  const at = pdf.lastIndexOf(key)
  expect(at).toBeGreaterThan(0)
  const changed = Buffer.from(pdf.slice(0, at) + damaged + pdf.slice(at + key.length), 'latin1')
  expect(judge(changed)).toMatchObject({ valid: false, signatures: [{ indication: 'INDETERMINATE', reasons: ['SIGNATURE_UNREACHED'] }] })
})

describe('a CMS', () => {
  it('that envelopes what it signs', async () => {
    const pdf = await signedElsewhere(contractPdf(), { field, signer, content: Buffer.from('anything') })
    expect(judge(pdf).signatures).toMatchObject([{ integrity: false, indication: 'TOTAL-FAILED' }])
    expect(judge(pdf).signatures[0]?.reasons).toContain('CONTENT_INSIDE_SIGNATURE')
  })

  it.each<[string, (infos: readonly Uint8Array[]) => Uint8Array[]]>([
    ['of two signers', (infos) => [...infos, ...infos]],
    ['of none', () => []],
  ])('%s', async (_, change) => {
    const pdf = await signedElsewhere(contractPdf(), { field, signer, again: (cms) => withSignerInfos(cms, change) })
    expect(judge(pdf).signatures).toMatchObject([{ integrity: false, indication: 'TOTAL-FAILED', reasons: ['SIGNATURE_MALFORMED'] }])
  })
})

/** The same SignedData with other SignerInfos (RFC 5652, 5.1), which are its last part. */
function withSignerInfos(cms: Uint8Array, change: (infos: readonly Uint8Array[]) => Uint8Array[]): Uint8Array {
  const [type, wrapped] = children(readWhole(cms))
  if (!type || !wrapped) throw new TypeError('no SignedData')
  const parts = children(inner(wrapped))
  const infos = parts.at(-1)
  if (!infos) throw new TypeError('no SignerInfos')
  expect(value(infos).length).toBeGreaterThan(0)
  return seq(raw(type), explicit(0, seq(...parts.slice(0, -1).map(raw), tlv(TAG.set, ...change(children(infos).map(raw))))))
}

describe('an addition', () => {
  const page = '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Rotate 90 >>\nendobj\n'

  it.each<[string, () => string]>([
    ['of objects alone', () => page],
    ['of objects and an end', () => `${page}%%EOF\n`],
    ['of objects and a trailer', () => `${page}trailer\n<< /Size 99 /Root 1 0 R /Prev ${startxrefOf(lasting)} >>\n%%EOF\n`],
    ['that leads to the cross-reference section before it', () => `${page}startxref\n${startxrefOf(lasting)}\n%%EOF\n`],
    ['that leads nowhere', () => `${page}startxref\n0\n%%EOF\n`],
    [
      'that leaves the signed revision out',
      () =>
        `${page}xref\n0 1\n0000000000 65535 f\r\ntrailer\n<< /Size 99 /Root 1 0 R >>\nstartxref\n${lasting.length + page.length}\n%%EOF\n`,
    ],
  ])('%s', (_, added) => {
    // Readers that look for objects without such a section would show them: none of this is passed over.
    expect(judge(Buffer.concat([lasting, Buffer.from(added(), 'latin1')])).valid).toBe(false)
  })
})

it('a signature dictionary with two values of /Contents', () => {
  const contents = /\/Contents (<[0-9a-f]+>)/.exec(good.toString('latin1'))?.[1] ?? ''
  const twice = good.toString('latin1').replace(`/Contents ${contents}`, `/Contents <00> /Contents ${contents}`)
  const { valid, signatures, problem } = judge(Buffer.from(twice, 'latin1'))
  expect({ valid, intact: signatures.some(({ integrity }) => integrity) }).toEqual({ valid: false, intact: false })
  expect(problem === undefined || problem === 'PDF_DAMAGED').toBe(true)
})

it.each<[string, (store: Dict, catalog: Ref) => PdfObject]>([
  ['is no dictionary', () => [1, 2]],
  ['has a number in place of its certificates', (store) => new Map(store).set('Certs', 1)],
  ['has a dictionary in place of its revocation lists', (store, catalog) => new Map(store).set('CRLs', catalog)],
  ['names what is no validation data', (_, catalog) => dict({ Certs: [catalog, 1, null], OCSPs: [catalog], CRLs: [catalog] })],
])('validation data that %s proves nothing, and breaks nothing', (_, change) => {
  const changed = revised(lasting, (revision) => {
    const store = revision.document.dict(revision.document.root.get('DSS'))
    revision.alter(revision.catalog, { DSS: change(store, revision.catalog) })
  })
  expect(judge(changed).signatures).toMatchObject([{ integrity: true, modifiedAfterwards: false }])
})
