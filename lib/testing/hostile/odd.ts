// Honest PDFs of the kinds that programs really write, although no standard asks for them: every viewer shows them, so they must be signed.

import type { HostileDocument } from './documents'
import { Draft, references, startxrefOf, Writer, type Layout } from './draft'
import { randomOf, type Random } from './random'

type Oddity = (draft: Draft, random: Random) => void

/** What only objects that stand in the file by themselves can have. */
const LOOSE: Readonly<Record<string, Oddity>> = {
  /** The number of an object and the word that ends it, with no space between. */
  'glued-keyword': (draft, random) => {
    const length = draft.reserve()
    draft.set(length, `${random.between(0, 99)}endobj %`)
    draft.catalog.set('PieceInfo', `<< /Length ${length} 0 R >>`)
  },
  'object-without-value': (draft) => draft.catalog.set('PieceInfo', `${draft.add('')} 0 R`),
  /** In use, at the place 0: nothing stands there. */
  'object-without-place': (draft) => draft.catalog.set('PieceInfo', `${draft.nowhere()} 0 R`),
}

const ANYWHERE: Readonly<Record<string, Oddity>> = {
  /** Boxes in points that were inches or millimetres, with as many decimals as a computer has. */
  'many-decimals': (draft, random) => {
    const size = () => String(random.between(200, 900) + random.between(1, 999_999_999) / 1e9 + 1e-13)
    draft.page.set('MediaBox', `[0 0 ${size()} ${size()}]`)
    draft.page.set('TrimBox', `[0.000000${random.between(1, 9)} -.${random.between(1, 999_999)} 100000000000000000000000 +5]`)
    draft.addPage('')
  },
  'equal-keys': (draft) => {
    const state = draft.add('<< /Type /ExtGState /ca 1 /Type /ExtGState /ca 1.0 >>')
    draft.page.set('Resources', `<< /ExtGState << /G ${state} 0 R /G ${state} 0 R >> /ColorSpace << /C [/Pattern] /C [/Pattern] >> >>`)
  },
  /** Numbers that each reader takes for another one. */
  'odd-numbers': (draft, random) => {
    const number = () => random.pick(['--5', '5-3', '.', '-', '1.2.3', '-.', '+-7'])
    draft.page.set('BleedBox', `[${number()} ${number()} ${number()} ${number()}]`)
    draft.addPage(`/Dur ${number()}`)
  },
  /** A field below a field, deeper than any form that people make. */
  'deep-form': (draft, random) => {
    let below = draft.add('<< /FT /Tx >>')
    for (let level = random.between(33, 3000); level > 0; level--) below = draft.add(`<< /Kids [${below} 0 R] >>`)
    draft.fields.push(below)
  },
  'small-page': (draft, random) => draft.page.set('MediaBox', `[0 0 ${random.between(5, 25)} ${random.between(5, 12)}]`),
  /** Pages that share their annotations and contents. */
  'shared-parts': (draft, random) => {
    const note = draft.add('<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] >>')
    const list = draft.add(`[${references([note])}]`)
    const contents = draft.stream('', 'q Q')
    draft.page.set('Annots', `${list} 0 R`)
    for (let i = random.between(1, 30); i > 0; i--) draft.addPage(`/Annots ${list} 0 R /Contents ${contents} 0 R`)
  },
  /** References to objects that are nowhere, which stand for nothing. */
  'references-to-nothing': (draft, random) => {
    draft.catalog.set('Outlines', `${random.between(5000, 9000)} 0 R`)
    draft.page.set('Annots', `[${random.between(5000, 9000)} 0 R]`)
    draft.page.set('Thumb', `${random.between(5000, 9000)} 0 R`)
  },
  'form-in-the-catalog': (draft) => {
    draft.fields.push(draft.add('<< /T (name) /FT /Tx /V (Anna) >>'), draft.add('<< /T (sign here) /FT /Sig >>'))
  },
}

/** Revisions of which the newest tells the page or the description anew, as editors save them. */
function savedAgain(pdf: Buffer, random: Random): Buffer {
  const out = new Writer(pdf)
  let previous = startxrefOf(pdf)
  for (let i = random.between(1, 20); i > 0; i--) {
    const info = `<< /Producer (an editor) /ModDate (D:2026${i}) >>`
    previous = out.update(new Map([[4000, info]]), { size: 4001, previous, trailer: '/Info 4000 0 R' })
  }
  return out.bytes()
}

const LAYOUTS: readonly [Layout, Layout, Layout] = ['table', 'stream', 'packed']

/** One file of each oddity, and some of several. */
export function oddDocuments(seed: number): HostileDocument[] {
  const random = randomOf(seed)
  const all = { ...LOOSE, ...ANYWHERE }
  const names = Object.keys(all) as [string, ...string[]]
  const chosen = [
    ...names.map((name) => [name]),
    ...Array.from({ length: 4 }, () => [...new Set([random.pick(names), random.pick(names)])]),
  ]
  return chosen.map((oddities) => {
    const layout = oddities.some((name) => name in LOOSE) ? 'table' : random.pick(LAYOUTS)
    const draft = new Draft(layout)
    for (const name of oddities) all[name]?.(draft, random)
    const pdf = draft.bytes()
    // An update with a table follows a table.
    const saved = layout === 'table' && random.pick([true, false])
    return { name: `${seed}-odd-${oddities.join('+')}.pdf`, bytes: saved ? savedAgain(pdf, random) : pdf }
  })
}
