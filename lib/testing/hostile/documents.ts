// Files made to exhaust whoever reads them: the same files for the same seed, small enough to be made by the hundred.

import { zipSync } from 'fflate'
import { docxParts } from '../sample-files'
import { Draft, type Layout } from './draft'
import { randomOf, type Random } from './random'
import { REWRITES, SHAPES } from './shapes'

export type HostileDocument = { name: string; bytes: Buffer }

const LAYOUTS: readonly [Layout, Layout, Layout] = ['table', 'stream', 'packed']

/** One file of each structure, files that mix several of them, and a few that are not PDF. */
export function hostileDocuments(seed: number): HostileDocument[] {
  const random = randomOf(seed)
  const shapes = Object.keys(SHAPES) as [string, ...string[]]
  const rewrites = Object.keys(REWRITES) as [string, ...string[]]
  const pdfs = [
    ...shapes.map((shape) => ({ shapes: [shape], rewrites: [] as string[] })),
    ...rewrites.map((rewrite) => ({ shapes: [random.pick(shapes)], rewrites: [rewrite] })),
    ...Array.from({ length: 3 }, () => ({ shapes: [random.pick(shapes), random.pick(shapes)], rewrites: [random.pick(rewrites)] })),
  ].map((parts) => ({ name: `${[...parts.shapes, ...parts.rewrites].join('+')}.pdf`, bytes: made(parts, random) }))
  const others = [
    { name: 'signs.xml', bytes: hostileXml(random) },
    {
      name: 'main-part.docx',
      bytes: Buffer.from(zipSync({ ...docxParts('x'), 'word/document.xml': hostileXml(random) }, { mtime: new Date(1980, 0, 1) })),
    },
  ]
  return [...pdfs, ...others].map(({ name, bytes }) => ({ name: `${seed}-${name}`, bytes }))
}

function made({ shapes, rewrites }: { shapes: readonly string[]; rewrites: readonly string[] }, random: Random): Buffer {
  const draft = new Draft(random.pick(LAYOUTS))
  for (const shape of shapes) SHAPES[shape]?.(draft, random)
  return rewrites.reduce((pdf, rewrite) => REWRITES[rewrite]?.(pdf, random) ?? pdf, draft.bytes())
}

function hostileXml(random: Random): Buffer {
  const times = random.between(1000, 200_000)
  const content = random.pick([
    () => `<![CDATA[${']'.repeat(times)}]]>`,
    () => `<![CDATA[${']a'.repeat(times)}]]>`,
    () => `<!--${'-a'.repeat(times)}-->`,
    () => `<?a ${'?'.repeat(times)}?>`,
    () => '\r'.repeat(times),
    () => '&amp;'.repeat(times),
    () => '<b/>'.repeat(times),
    () => '<b>'.repeat(random.between(100, 2000)),
    () => `<b${Array.from({ length: random.between(100, 2000) }, (_, i) => ` a${i}=""`).join('')}/>`,
    () => `<b a="${'\t'.repeat(times)}"/>`,
    () => `<${'n'.repeat(times)}/>`,
  ])
  return Buffer.from(`<a>${content()}</a>`)
}
