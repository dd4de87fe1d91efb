// Audit trails for who checks a file: each signature tells its own, a later one is a change of its own kind, and nothing hides behind it.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { sha256Hex } from '../crypto/algorithms'
import { placeFields } from '../signature/fields'
import { emptySignature, sign, type Signer } from '../signature/pades'
import { dict, name, Ref, text, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { revised, type LaterRevision } from '../testing/later-revision'
import { validatePdf } from './validate'

const now = new Date()
const SECOND = 'second'
let sample: SampleTrust
let signer: Signer
let once: Buffer
let twice: Buffer

const jsonOf = (who: string) => JSON.stringify({ type: 'audit_trail', who })
const trailOf = (who: string) => ({ name: `audit-trail-${who}`, json: jsonOf(who), page: who, description: who })

async function signed(pdf: Buffer, field: string): Promise<Buffer> {
  const tails = await sign(memorySource(pdf), { field, level: 'B-LTA', trust: sample.trust, signer, now, trail: trailOf(field) })
  return Buffer.concat([pdf, ...tails])
}

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
  const invisible = { name: SECOND, page: 0, rect: [0, 0, 0, 0] } as const
  const placed = Buffer.concat([contractPdf(), placeFields(memorySource(contractPdf()), [invisible], [SIGNATURE])])
  once = await signed(placed, SIGNATURE)
  twice = await signed(once, SECOND)
})

const judge = (pdf: Buffer) => validatePdf(pdf, { anchors: [sample.root], now }).signatures
const changes = (pdf: Buffer) => judge(pdf).map((one) => one.changes.map(({ kind, field, allowed }) => `${kind} ${field ?? ''} ${allowed}`))

it('each signature tells its own trail, and whether the document has it as a file', () => {
  expect(judge(twice).map(({ valid, auditTrail }) => ({ valid, ...auditTrail }))).toEqual([
    { valid: true, sha256: sha256Hex(Buffer.from(jsonOf(SIGNATURE))), attached: true },
    { valid: true, sha256: sha256Hex(Buffer.from(jsonOf(SECOND))), attached: false },
  ])
})

it('a signature that comes later brings its trail, which those before it allow, locked and certified ones too', async () => {
  expect(changes(twice)[0]).toEqual(expect.arrayContaining([`signature ${SECOND} true`, `audit_trail ${SECOND} true`]))
  expect(
    changes(twice)
      .flat()
      .filter((change) => change.endsWith('false')),
  ).toEqual([])
  const references = [['DocMDP', { P: 2, V: name('1.2') }]] as const
  const certified = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer, references })
  const { tail, trail } = emptySignature(memorySource(certified), { field: SECOND, now, size: 64, trail: trailOf(SECOND) })
  expect(trail).toBe('in_signature')
  expect(changes(Buffer.concat([certified, tail.bytes]))[0]).toContain(`audit_trail ${SECOND} true`)
})

describe('what is no audit trail of a signature is none', () => {
  const embedded = (revision: LaterRevision): Ref => {
    const stream = revision.add(dict({ Type: name('EmbeddedFile') }), Buffer.from(jsonOf('x')))
    return revision.add(dict({ Type: name('Filespec'), F: text('audit-trail-x.json'), EF: dict({ F: stream }) }))
  }
  const names = (revision: LaterRevision) => revision.document.dict(revision.document.root.get('Names'))
  it.each<[string, (revision: LaterRevision) => void]>([
    [
      'a file that is attached afterwards',
      (revision) => {
        const tree = new Map(revision.document.dict(names(revision).get('EmbeddedFiles')))
        tree.set('Names', [...revision.document.array(tree.get('Names')), text('zz.json'), embedded(revision)])
        revision.alter(revision.catalog, { Names: new Map([...names(revision), ['EmbeddedFiles', tree]]) })
      },
    ],
    ['an associated file', (revision) => revision.alter(revision.catalog, { AF: [embedded(revision)] })],
    [
      'other bytes in the file that is attached',
      (revision) => {
        const [specification = null] = revision.document.array(revision.document.root.get('AF'))
        revision.rewrite(revision.ref(specification, 'EF', 'F'), jsonOf('somebody else'))
      },
    ],
    [
      'another file under its name',
      (revision) => {
        const [specification = null] = revision.document.array(revision.document.root.get('AF'))
        const stream = revision.add(dict({ Type: name('EmbeddedFile') }), Buffer.from(jsonOf('x')))
        revision.alter(specification as Ref, { EF: dict({ F: stream }) })
      },
    ],
  ])('%s is a change of the catalog, and forbidden', (_, attack) => {
    const [first, second] = judge(revised(twice, attack))
    for (const one of [first, second]) {
      expect(one?.valid).toBe(false)
      expect(one?.changes.filter(({ allowed }) => !allowed).map(({ kind }) => kind)).toEqual(['catalog'])
    }
  })

  it('other words in the dictionary of a signature break what was signed', () => {
    const other = revised(twice, (revision) =>
      revision.alter(revision.ref(revision.field(SECOND).dict, 'V'), { XXAuditTrail: text(jsonOf('x')) }),
    )
    expect(judge(other).map(({ valid }) => valid)).toEqual([true, false])
    expect(judge(other)[1]?.reasons.length).toBeGreaterThan(0)
  })

  it.each<[string, (revision: LaterRevision) => PdfObject]>([
    ['a reference', (revision) => revision.add(text(jsonOf('x')))],
    ['other text', () => text('{"type":"other"}')],
    ['no JSON', () => text('audit_trail')],
    ['far too much', () => text(JSON.stringify({ type: 'audit_trail', more: 'x'.repeat(40_000) }))],
  ])('%s under its name is not told', (_, value) => {
    const pdf = revised(once, (revision) => {
      const signature = revision.add(dict({ Type: name('Sig'), SubFilter: name('ETSI.CAdES.detached'), XXAuditTrail: value(revision) }))
      revision.alter(revision.field(SECOND).ref, { V: signature })
    })
    expect(
      changes(pdf)
        .flat()
        .filter((change) => change.startsWith('audit_trail')),
    ).toEqual([])
  })
})
