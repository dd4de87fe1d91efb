// What a file is beside its pages survives our fields and marks: PDF/A by the rules of ISO 19005, PDF/UA by those of ISO 14289, and its form.

import { describe, expect, it } from 'vitest'
import { Draft } from '../testing/hostile/draft'
import { placeFields } from './fields'
import { emptySignature } from './pades'
import { PdfDocument } from './pdf/document'
import { formOf, signatureFields } from './pdf/form'
import { Name, Ref, type Dict, type PdfObject } from './pdf/objects'
import { memorySource, withTails, type Source } from './pdf/source'

const MARK = { title: 'Zażółć', lines: ['Ωμέγα', 'Жук'], warning: 'TEST', cover: { x: 1, y: 1, width: 9, height: 9 } }

/** Placed for two, and signed by the first of them, with zeros where its key would sign. */
function marked(draft: Draft): PdfDocument {
  const base = memorySource(draft.bytes())
  const rect = [20, 20, 200, 90] as const
  const placed = withTails(base, [
    placeFields(base, [
      { name: 'a', page: 0, rect },
      { name: 'b', page: 0, rect: [0, 0, 0, 0] },
    ]),
  ])
  return new PdfDocument(withTails(placed, [tailOf(placed)]))
}

const tailOf = (source: Source): Buffer => emptySignature(source, { field: 'a', mark: MARK, now: new Date(0), size: 64 }).tail.bytes

function at(document: PdfDocument, from: PdfObject | undefined, ...keys: string[]): PdfObject {
  let value = document.get(from)
  for (const key of keys) value = value instanceof Map ? document.get(value.get(key)) : null
  return value
}

const fieldOf = (document: PdfDocument, wanted: string): { ref: Ref; dict: Dict } => {
  const found = signatureFields(document).find(({ name }) => name === wanted)
  if (!found) throw new Error(`no field ${wanted}`)
  return found
}

function markOf(document: PdfDocument): { content: string; resources: PdfObject } {
  const appearance = at(document, fieldOf(document, 'a').dict, 'AP')
  const place = appearance instanceof Map ? appearance.get('N') : undefined
  if (!(place instanceof Ref)) throw new Error('no mark')
  return { content: document.stream(place.number).toString('latin1'), resources: at(document, place, 'Resources') }
}

describe('PDF/A', () => {
  const COLOURS = /(?<=\s|^)(rg|RG|k|K|sc|SC|g|G)(?=\s|$)/gm
  const usedBy = (document: PdfDocument): string[] => [...new Set(markOf(document).content.match(COLOURS) ?? [])].sort()
  const withIntent = (components: number): Draft => {
    const draft = new Draft()
    const profile = draft.stream(`/N ${components}`, 'profile')
    draft.catalog.set('OutputIntents', `[<< /Type /OutputIntent /S /GTS_PDFA1 /DestOutputProfile ${profile} 0 R >>]`)
    return draft
  }

  it('6.2.3: colours are those of the output intent, and none are used without a meaning', () => {
    expect(usedBy(marked(withIntent(3)))).toEqual(['RG', 'rg'])
    expect(usedBy(marked(withIntent(4)))).toEqual(['K', 'k'])
    expect(usedBy(marked(withIntent(1)))).toEqual(['G', 'g'])
    expect(usedBy(marked(new Draft()))).toEqual(['RG', 'rg'])
    const without = new Draft()
    without.catalog.set(
      'Metadata',
      `${without.stream('/Type /Metadata /Subtype /XML', '<x xmlns:a="http://www.aiim.org/pdfa/ns/id/"/>')} 0 R`,
    )
    const document = marked(without)
    expect(usedBy(document)).toEqual(['SC', 'sc'])
    expect(at(document, markOf(document).resources, 'ColorSpace', 'QSHRGB')).toMatchObject([{ value: 'CalRGB' }, expect.any(Map)])
  })

  it('6.3.5: the subset font says which glyphs it has, all of them and no others', () => {
    const document = marked(new Draft())
    const fonts = at(document, markOf(document).resources, 'Font', 'QSHFont', 'DescendantFonts')
    const descriptor = at(document, Array.isArray(fonts) ? fonts[0] : null, 'FontDescriptor')
    if (!(descriptor instanceof Map)) throw new Error('no descriptor')
    const [set, program] = ['CIDSet', 'FontFile2'].map((key) => {
      const place = descriptor.get(key)
      return place instanceof Ref ? document.stream(place.number) : Buffer.alloc(0)
    }) as [Buffer, Buffer]
    const table = [...Array(program.readUInt16BE(4)).keys()]
      .map((index) => 12 + 16 * index)
      .find((place) => program.toString('latin1', place, place + 4) === 'maxp')
    const glyphs = program.readUInt16BE(program.readUInt32BE((table ?? 0) + 8) + 4)
    const bits = [...set].flatMap((octet) => [...octet.toString(2).padStart(8, '0')])
    expect(bits.findLastIndex((bit) => bit === '1') + 1).toBe(glyphs)
    expect(bits.slice(0, glyphs)).not.toContain('0')
  })

  it('6.5.3: each field of ours is printed and not hidden, and what is seen of it has an appearance', () => {
    const document = marked(new Draft())
    for (const name of ['a', 'b', 'a-time', 'b-time']) expect(fieldOf(document, name).dict.get('F')).toBe(132)
    expect(at(document, fieldOf(document, 'a').dict, 'AP', 'N')).toBeInstanceOf(Map)
  })
})

describe('PDF/UA', () => {
  const tagged = (tree: (draft: Draft, root: number) => string): Draft => {
    const draft = new Draft()
    const root = draft.reserve()
    const section = draft.add(`<< /Type /StructElem /S /Document /P ${root} 0 R >>`)
    draft.set(root, `<< /Type /StructTreeRoot /K ${section} 0 R /ParentTree ${tree(draft, section)} >>`)
    draft.catalog.set('StructTreeRoot', `${root} 0 R`).set('MarkInfo', '<< /Marked true >>')
    return draft
  }

  it.each([
    ['with numbers', (draft: Draft, section: number) => `${draft.add(`<< /Nums [0 ${section} 0 R 7 ${section} 0 R] >>`)} 0 R`],
    [
      'with kids',
      (draft: Draft, section: number) => `<< /Kids [${draft.add(`<< /Limits [3 7] /Nums [3 ${section} 0 R 7 ${section} 0 R] >>`)} 0 R] >>`,
    ],
  ])('7.18: each field has its name and its place in the structure, in a tree %s', (_, tree) => {
    const document = marked(tagged(tree))
    const root = at(document, document.root.get('StructTreeRoot'))
    const parents = numbersOf(document, at(document, root, 'ParentTree'))
    const seen = new Set<number>()
    for (const name of ['a', 'b', 'a-time', 'b-time']) {
      const { ref, dict } = fieldOf(document, name)
      const key = dict.get('StructParent')
      expect(dict.get('TU')).toBeDefined()
      expect(key).toBeGreaterThan(7)
      seen.add(key as number)
      const element = parents.get(key as number)
      expect(at(document, element, 'S')).toEqual(new Name('Form'))
      const kid = at(document, element, 'K')
      expect(kid instanceof Map && kid.get('Obj')).toEqual(ref)
      const kids = at(document, root, 'K')
      expect(kids).toContainEqual(element)
    }
    expect(seen.size).toBe(4)
    expect(at(document, new Ref(3, 0), 'Tabs')).toEqual(new Name('S'))
  })

  it('a structure or a description that cannot be read is no reason to refuse the file', () => {
    const draft = tagged(() => '<< /Nums (none) /Kids 7 >>')
    draft.catalog.set('Metadata', `${draft.stream('/Type /Metadata /Subtype /XML /Filter /LZWDecode', 'ab')} 0 R`)
    expect(fieldOf(marked(draft), 'a').dict.has('StructParent')).toBe(true)
  })

  it('is left alone once somebody has signed', () => {
    const draft = tagged((made, section) => `${made.add(`<< /Nums [0 ${section} 0 R] >>`)} 0 R`)
    const value = draft.add('<< /Type /Sig /ByteRange [0 1 2 3] /Contents <00> >>')
    draft.fields.push(draft.add(`<< /FT /Sig /T (Author) /V ${value} 0 R >>`))
    expect(fieldOf(marked(draft), 'a').dict.has('StructParent')).toBe(false)
  })
})

function numbersOf(document: PdfDocument, node: PdfObject): Map<number, PdfObject> {
  const own = at(document, node, 'Nums')
  const kids = at(document, node, 'Kids')
  const pairs = Array.isArray(own) ? own : []
  const found = new Map(pairs.flatMap((key, index) => (index % 2 === 0 ? [[key as number, pairs[index + 1] ?? null] as const] : [])))
  for (const kid of Array.isArray(kids) ? kids : [])
    for (const [key, value] of numbersOf(document, document.get(kid))) found.set(key, value)
  return found
}

describe('a form that asks readers to draw its fields', () => {
  const withField = (entries: string): Draft => {
    const draft = new Draft()
    draft.form.set('NeedAppearances', 'true')
    const appearance = draft.stream('/Type /XObject /Subtype /Form /BBox [0 0 9 9]', '')
    const field = draft.add(
      `<< /Subtype /Widget /FT /Tx /T (salary) /V (1000) ${entries.replace('DRAWN', `/AP << /N ${appearance} 0 R >>`)} >>`,
    )
    draft.fields.push(field)
    draft.page.set('Annots', `[${field} 0 R]`)
    return draft
  }
  const asks = (draft: Draft): boolean => formOf(marked(draft))?.get('NeedAppearances') === true

  it('asks for it no more where each is drawn already: such readers leave out the marks of signatures', () => {
    expect(asks(withField('/Rect [0 0 9 9] DRAWN'))).toBe(false)
    expect(asks(withField('/Rect [0 0 0 0]'))).toBe(false)
  })

  it('but still does where a value would vanish', () => {
    expect(asks(withField('/Rect [0 0 9 9]'))).toBe(true)
  })
})
