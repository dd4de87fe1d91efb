// The attacks on signed PDFs that have names: signature forgery (USF), and the shadow attacks that hide, replace, or do both, each built anew.

import { beforeAll, describe, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { sign, type Signer } from '../signature/pades'
import { dict, name, Ref, text, type PdfObject } from '../signature/pdf/objects'
import { memorySource } from '../signature/pdf/source'
import { contractPdf, SALARY, SIGNATURE } from '../testing/contract-pdf'
import { signedElsewhere } from '../testing/foreign-signature'
import { Draft, startxrefOf, Writer } from '../testing/hostile/draft'
import { revised, type LaterRevision } from '../testing/later-revision'
import { validatePdf } from './validate'

const now = new Date()
let sample: SampleTrust
let signer: Signer
beforeAll(async () => {
  sample = await openSampleTrust()
  signer = await sample.signer({ givenNames: 'Anna', surname: 'Kowalska' })
})

const judge = (pdf: Buffer) => validatePdf(pdf, { anchors: [sample.root], now })

async function signed(pdf: Buffer): Promise<Buffer> {
  const whole = Buffer.concat([pdf, ...(await sign(memorySource(pdf), { field: 'one', level: 'B-LT', trust: sample.trust, signer, now }))])
  expect(judge(whole).valid).toBe(true)
  return whole
}

describe('a signature whose own words were taken away', () => {
  /** What stands there instead, in as many bytes. */
  const instead = (pdf: Buffer, from: RegExp, to: string): Buffer => {
    const changed = pdf.toString('latin1').replace(from, (whole) => to.padEnd(whole.length))
    return Buffer.from(changed, 'latin1')
  }
  const RANGE = /\/ByteRange ?\[0 \d+ \d+ \d+\s*\]/
  const CONTENTS = /\/Contents <[0-9a-f]+>/

  it.each<[string, RegExp, string]>([
    ['no range', RANGE, ''],
    ['an empty range', RANGE, '/ByteRange []'],
    ['null for a range', RANGE, '/ByteRange null'],
    ['a name for a range', RANGE, '/ByteRange /All'],
    ['a range of three numbers', RANGE, '/ByteRange [0 9 9]'],
    ['a range of six numbers', RANGE, '/ByteRange [0 1 2 3 4 5]'],
    ['a range of nothing', RANGE, '/ByteRange [0 0 0 0]'],
    ['a range below nothing', RANGE, '/ByteRange [0 -9 9 9]'],
    ['a range that is over the same twice', RANGE, '/ByteRange [0 99 0 99]'],
    ['a range of texts', RANGE, '/ByteRange [(0) (9) (9) (9)]'],
    ['a range by reference', RANGE, '/ByteRange 1 0 R'],
    ['no contents', CONTENTS, ''],
    ['empty contents', CONTENTS, '/Contents <>'],
    ['contents of nothing', CONTENTS, '/Contents <00>'],
    ['null for contents', CONTENTS, '/Contents null'],
    ['a text for contents', CONTENTS, '/Contents (0)'],
    ['contents by reference', CONTENTS, '/Contents 1 0 R'],
  ])('%s', async (_, from, to) => {
    const good = await signedElsewhere(contractPdf(), { field: SIGNATURE, signer })
    const attack = instead(good, from, to)
    expect(attack.equals(good)).toBe(false)
    const { valid, signatures, problem } = judge(attack)
    expect({ valid, intact: signatures.filter(({ integrity }) => integrity) }).toEqual({ valid: false, intact: [] })
    // That somebody had signed is never passed over in silence.
    expect(problem !== undefined || signatures.length > 0).toBe(true)
  })
})

describe('a shadow document', () => {
  const WORDS = 'BT /F1 20 Tf 20 100 Td (I owe a million) Tj ET'
  const COVER = '1 1 1 rg 0 0 300 300 re f BT /F1 20 Tf 20 200 Td (I owe nothing) Tj ET'
  const fontOf = (draft: Draft): string =>
    `<< /Font << /F1 ${draft.add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')} 0 R >> >>`

  /** A page that says one thing under a cover that says another; the number of the cover. */
  function covered(): { pdf: Buffer; cover: Ref; words: Ref } {
    const draft = new Draft()
    const [words, cover] = [draft.stream('', WORDS), draft.stream('', COVER)]
    draft.page.set('Resources', fontOf(draft)).set('Contents', `[${words} 0 R ${cover} 0 R]`)
    return { pdf: draft.bytes(), cover: new Ref(cover, 0), words: new Ref(words, 0) }
  }

  it.each<[string, (revision: LaterRevision, given: ReturnType<typeof covered>) => void]>([
    ['hides the cover: taken out', (revision, { cover }) => revision.set(cover, null)],
    ['hides the cover: without content', (revision, { cover }) => revision.rewrite(cover, '')],
    ['hides the cover: not named by the page', (revision, { words }) => revision.alter(revision.page(0), { Contents: words })],
    ['hides the cover: by the size of the page', (revision) => revision.alter(revision.page(0), { MediaBox: [0, 0, 300, 150] })],
    [
      'hides the cover: by a layer',
      (revision) => {
        const layer = revision.add(dict({ Type: name('OCG'), Name: text('cover') }))
        revision.alter(revision.catalog, { OCProperties: dict({ OCGs: [layer], D: dict({ OFF: [layer] }) }) })
      },
    ],
  ])('%s', async (_, attack) => {
    const given = covered()
    const { valid, signatures } = judge(revised(await signed(given.pdf), (revision) => attack(revision, given)))
    expect({ valid, intact: signatures[0]?.integrity, modified: signatures[0]?.modifiedAfterwards }).toEqual({
      valid: false,
      intact: true,
      modified: true,
    })
  })

  it.each<[string, (revision: LaterRevision) => void]>([
    [
      'replaces the font by one that shows other letters',
      (revision) => {
        const font = revision.ref(revision.ref(revision.page(0), 'Resources'), 'Font', 'F1')
        revision.alter(font, { Encoding: dict({ Type: name('Encoding'), Differences: [49, name('nine')] }) })
      },
    ],
    [
      'replaces what a field shows',
      (revision) => revision.alter(revision.field(SALARY).ref, { AP: dict({ N: revision.add(dict({}), Buffer.from('0 0 9 9 re f')) }) }),
    ],
    ['replaces what a field says', (revision) => revision.alter(revision.field(SALARY).ref, { V: text('1000000') })],
    [
      'has every field drawn anew',
      (revision) => {
        const form = new Map<string, PdfObject>(revision.document.dict(revision.document.root.get('AcroForm')))
        revision.alter(revision.catalog, { AcroForm: form.set('NeedAppearances', true) })
      },
    ],
  ])('%s', async (_, attack) => {
    const { valid, signatures } = judge(revised(await signed(contractPdf()), attack))
    expect({ valid, intact: signatures[0]?.integrity, modified: signatures[0]?.modifiedAfterwards }).toEqual({
      valid: false,
      intact: true,
      modified: true,
    })
  })

  /** Another object lies hidden in the signed bytes; the cross-reference section that is added leads to it. */
  async function swapped(of: 'words' | 1 | 2 | 3, hidden: string, body?: string): Promise<Buffer> {
    const draft = new Draft()
    const words = draft.stream('', COVER)
    draft.page.set('Resources', fontOf(draft)).set('Contents', `${words} 0 R`)
    draft.addPage('')
    const plain = draft.bytes()
    const out = new Writer(plain)
    const number = of === 'words' ? words : of
    const at = out.object(number, hidden, body === undefined ? undefined : Buffer.from(body))
    out.end(startxrefOf(plain))
    const whole = await signed(out.bytes())
    const section =
      `xref\n${number} 1\n${String(at).padStart(10, '0')} 00000 n\r\n` +
      `trailer\n<< /Size 99 /Root 1 0 R /Prev ${startxrefOf(whole)} >>\nstartxref\n${whole.length}\n%%EOF\n`
    return Buffer.concat([whole, Buffer.from(section, 'latin1')])
  }

  it.each<[string, Parameters<typeof swapped>]>([
    ['what a page says', ['words', `<< /Length ${WORDS.length} >>`, WORDS]],
    ['a page', [3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] >>']],
    ['the pages', [2, '<< /Type /Pages /Count 1 /Kids [3 0 R] >>']],
    ['the catalog', [1, '<< /Type /Catalog /Pages 2 0 R >>']],
  ])('hides and replaces %s', async (_, attack) => {
    const { valid, signatures, problem } = judge(await swapped(...attack))
    expect(valid).toBe(false)
    expect(problem !== undefined || signatures.some(({ indication }) => indication !== 'TOTAL-PASSED')).toBe(true)
  })
})
