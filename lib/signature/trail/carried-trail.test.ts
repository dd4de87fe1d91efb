// The audit trail of each signature: attached for readers where nobody has signed before, in the signature where somebody has, whatever the file
// holds already; programs outside find it, and one changed bit of it breaks the signature.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { pdfsig, qpdfCheck, scratchFile } from '@/scripts/judges'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { validatePdf } from '@/lib/validation/validate'
import { Draft, type Layout } from '../../testing/hostile/draft'
import { placeFields } from '../fields'
import { emptySignature, prepare, sign, type Signer } from '../pades'
import { PdfDocument } from '../pdf/document'
import { memorySource, withTails } from '../pdf/source'
import { carriedIn, LONGEST_TRAIL, type CarriedTrail } from './carried-trail'
import { signatureFields, signatureOf } from '../pdf/form'

const now = new Date()
let sample: SampleTrust
let signer: Signer

beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

const trailOf = (who: string): CarriedTrail => ({
  name: `audit-trail-${who}`,
  json: JSON.stringify({ type: 'audit_trail', signer: who, note: '\\ (Za\\u017c\\u00f3\\u0142\\u0107) )(' }),
  page: `Zażółć ${who}`,
  description: 'Audit trail – ślad',
})

/** Signed by two, one after the other, with a trail each. */
async function signedTwice(pdf: Buffer): Promise<{ pdf: Buffer; first: Buffer }> {
  const names = ['sgn_b', 'sgn_a']
  let whole = Buffer.concat([
    pdf,
    placeFields(
      memorySource(pdf),
      names.map((name) => ({ name, page: 0, rect: [0, 0, 0, 0] as const })),
    ),
  ])
  let first = whole
  for (const field of names) {
    const tails = await sign(memorySource(whole), { field, level: 'B-LTA', trust: sample.trust, signer, now, trail: trailOf(field) })
    whole = Buffer.concat([whole, ...tails])
    if (field === 'sgn_b') first = whole
  }
  return { pdf: whole, first }
}

/** What pdfdetach finds: files by their names. */
function detached(pdf: Buffer): Map<string, Buffer> {
  const file = scratchFile(pdf, 'pdf')
  const names = [...execFileSync('pdfdetach', ['-list', file], { encoding: 'utf8' }).matchAll(/^\d+: (.*)$/gm)].map(([, name = '']) => name)
  const directory = mkdtempSync(path.join(tmpdir(), 'detached-'))
  execFileSync('pdfdetach', ['-saveall', '-o', directory, file])
  return new Map(names.map((name) => [name, readFileSync(path.join(directory, name))]))
}

function carriedBy(pdf: Buffer, field: string): string | undefined {
  const document = new PdfDocument(memorySource(pdf))
  const found = signatureFields(document).find(({ name }) => name === field)
  const signature = found && signatureOf(document, found)
  return signature && carriedIn(signature)?.toString('latin1')
}

function expectSound(pdf: Buffer): void {
  const ours = pdfsig(pdf).filter(({ field }) => !field.endsWith('-time'))
  expect(ours.map(({ verdict }) => verdict)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
  expect(qpdfCheck(pdf)).toContain('No syntax or stream encoding errors found')
  const { valid, signatures } = validatePdf(pdf, { anchors: [sample.root], now })
  expect(valid).toBe(true)
  expect(signatures.map(({ level }) => level)).toEqual(['B-LTA', 'B-LTA'])
  expect(signatures.flatMap(({ changes }) => changes).filter(({ allowed }) => !allowed)).toEqual([])
}

const embedded = (draft: Draft, name: string): string => {
  const file = draft.deflated('/Type /EmbeddedFile', `of ${name}`)
  return `(${name}) ${draft.add(`<< /Type /Filespec /F (${name}) /UF (${name}) /EF << /F ${file} 0 R >> >>`)} 0 R`
}
const leaf = (draft: Draft, first: string, last: string): string =>
  `${draft.add(`<< /Limits [(${first}) (${last})] /Names [${embedded(draft, first)} ${first === last ? '' : embedded(draft, last)}] >>`)} 0 R`

/** Files that the document holds already, by what they are called, and how it lists them. */
const LISTS: readonly [string, readonly string[], (draft: Draft) => void][] = [
  ['none', [], () => undefined],
  ['other names alone', [], (draft) => draft.catalog.set('Names', `${draft.add('<< /Dests << /Names [] >> >>')} 0 R`)],
  ['an empty list', [], (draft) => draft.catalog.set('Names', '<< /EmbeddedFiles << >> >>')],
  [
    'one list, and associated files',
    ['a.xml', 'z.xml'],
    (draft) => {
      draft.catalog.set('Names', `<< /EmbeddedFiles << /Names [${embedded(draft, 'a.xml')} ${embedded(draft, 'z.xml')}] >> >>`)
      draft.catalog.set('AF', `[${draft.add('<< /Type /Filespec /F (else) >>')} 0 R]`)
    },
  ],
  [
    'lists that are objects of their own',
    ['b.xml'],
    (draft) => {
      const names = draft.add(`[${embedded(draft, 'b.xml')}]`)
      const tree = draft.add(`<< /Names ${names} 0 R >>`)
      draft.catalog.set('Names', `${draft.add(`<< /EmbeddedFiles ${tree} 0 R >>`)} 0 R`).set('AF', `${draft.add('[]')} 0 R`)
    },
  ],
  [
    'a tree, with a leaf in whose range the names are',
    ['a.xml', 'c.xml', 'q.xml'],
    (draft) =>
      draft.catalog.set('Names', `<< /EmbeddedFiles << /Kids [${leaf(draft, 'a.xml', 'c.xml')} ${leaf(draft, 'q.xml', 'q.xml')}] >> >>`),
  ],
  [
    'a deep tree, all of whose names are lower',
    ['A.xml', 'B.xml'],
    (draft) => {
      const above = draft.add(`<< /Limits [(A.xml) (B.xml)] /Kids [${leaf(draft, 'A.xml', 'A.xml')} ${leaf(draft, 'B.xml', 'B.xml')}] >>`)
      draft.catalog.set('Names', `<< /EmbeddedFiles << /Kids [${above} 0 R] >> >>`)
    },
  ],
]

describe.each<Layout>(['table', 'stream', 'packed'])('a file with its objects as %s', (layout) => {
  it.each(LISTS)('that lists files as: %s', async (_, held, list) => {
    const draft = new Draft(layout)
    list(draft)
    const { pdf, first } = await signedTwice(draft.bytes())
    expectSound(pdf)
    const files = detached(pdf)
    expect([...files.keys()].sort()).toEqual([...held, 'audit-trail-sgn_b.json', 'audit-trail-sgn_b.txt'].sort())
    for (const name of held) expect(files.get(name)?.toString()).toBe(`of ${name}`)
    expect(files.get('audit-trail-sgn_b.json')?.toString()).toBe(trailOf('sgn_b').json)
    expect(files.get('audit-trail-sgn_b.txt')?.toString()).toBe('\ufeffZażółć sgn_b')
    expect([carriedBy(pdf, 'sgn_b'), carriedBy(pdf, 'sgn_a')]).toEqual([trailOf('sgn_b').json, trailOf('sgn_a').json])
    // The second signature adds no object that the first one would have to allow, but its own.
    expect(pdf.toString('latin1', first.length)).not.toContain('EmbeddedFile\n')
  })
})

describe('where no file may be attached, the trail stands in the signature alone', () => {
  const xmp = (part: string, conformance: string) => (draft: Draft) => {
    const about = `<x xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>${conformance}</pdfaid:conformance></x>`
    draft.catalog.set('Metadata', `${draft.stream('/Type /Metadata /Subtype /XML', about)} 0 R`)
  }
  const tree = (entries: string) => (draft: Draft) => draft.catalog.set('Names', `<< /EmbeddedFiles << ${entries} >> >>`)
  it.each<[string, 'attached' | 'in_signature', (draft: Draft) => unknown]>([
    ['PDF/A-1b', 'in_signature', xmp('1', 'B')],
    ['PDF/A-2u', 'in_signature', xmp('2', 'U')],
    ['PDF/A-3b', 'attached', xmp('3', 'B')],
    ['PDF/A-4', 'in_signature', xmp('4', '')],
    ['PDF/A-4f', 'attached', xmp('4', 'F')],
    ['a portfolio', 'in_signature', (draft) => draft.catalog.set('Collection', '<< /View /D >>')],
    ['usage rights', 'in_signature', (draft) => draft.catalog.set('Perms', '<< /UR3 << >> >>')],
    ['a list that is none', 'in_signature', (draft) => draft.catalog.set('Names', '(none)')],
    ['names without their files', 'in_signature', tree('/Names [(a)]')],
    ['names that are none', 'in_signature', tree('/Names [1 null]')],
    ['kids without limits', 'in_signature', (draft) => tree(`/Kids [${draft.add('<< /Names [] >>')} 0 R]`)(draft)],
    [
      'a tree in a circle',
      'in_signature',
      (draft) => {
        const node = draft.reserve()
        draft.set(node, `<< /Limits [(a) (z)] /Kids [${node} 0 R] >>`)
        tree(`/Kids [${node} 0 R]`)(draft)
      },
    ],
    ['a file of the same name', 'in_signature', (draft) => tree(`/Names [${embedded(draft, 'audit-trail-x.json')}]`)(draft)],
    ['associated files that are no list', 'in_signature', (draft) => draft.catalog.set('AF', '<< >>')],
  ])('%s: %s', (_, place, make) => {
    const draft = new Draft()
    make(draft)
    const base = memorySource(draft.bytes())
    const { tail, trail } = emptySignature(base, { field: 'x', now, size: 64, trail: trailOf('x') })
    expect(trail).toBe(place)
    const whole = withTails(base, [tail.bytes])
    expect(carriedBy(whole.read(0, whole.size), 'x')).toBe(trailOf('x').json)
    expect(tail.bytes.includes('/EmbeddedFile\n')).toBe(place === 'attached')
  })

  it('somebody has signed before, as the author of a certification or as anybody', async () => {
    const draft = new Draft()
    const author = await sign(memorySource(draft.bytes()), { field: 'author', level: 'B-B', trust: sample.trust, signer, now })
    const signed = memorySource(Buffer.concat([draft.bytes(), ...author]))
    const given = { field: 'x', now, certificate: signer.certificate, chain: signer.chain, trail: trailOf('x') }
    expect((await prepare(signed, given)).trail).toBe('in_signature')
  })
})

it('one changed bit of the trail breaks the signature, wherever it stands', async () => {
  const { pdf } = await signedTwice(new Draft().bytes())
  const places = [...pdf.toString('latin1').matchAll(/audit_trail/g)].map(({ index }) => index)
  expect(places).toHaveLength(3)
  for (const place of places) {
    const changed = Buffer.from(pdf)
    changed.writeUInt8(changed.readUInt8(place) ^ 1, place)
    expect(pdfsig(changed).some(({ verdict }) => verdict === 'Digest Mismatch.')).toBe(true)
    expect(validatePdf(changed, { anchors: [sample.root], now }).signatures.flatMap(({ reasons }) => reasons)).toContain('HASH_FAILURE')
  }
})

it('what no string of a PDF holds is never signed', () => {
  const base = memorySource(new Draft().bytes())
  for (const json of [JSON.stringify({ name: 'Zażółć' }), `{"a":"${'a'.repeat(LONGEST_TRAIL)}"}`])
    expect(() => emptySignature(base, { field: 'x', now, size: 64, trail: { ...trailOf('x'), json } })).toThrow(TypeError)
})
