// How XML is laid out for reading.

import { expect, it } from 'vitest'
import { xmlLines, xmlText } from './xml-lines'

const shown = (xml: string): string[] => xmlLines(xml, 100).lines.map(({ depth, text }) => `${'  '.repeat(depth)}${text}`)

it('indents, keeps short elements on one line, and leaves nothing out', () => {
  expect(
    shown('<?xml version="1.0"?><!-- note --><a x="1 > 0"><b>text</b><c/><d></d>mixed <e>1</e> tail<f><g>2</g><![CDATA[a<b]]></f></a>'),
  ).toEqual([
    '<?xml version="1.0"?>',
    '<!-- note -->',
    '<a x="1 > 0">',
    '  <b>text</b>',
    '  <c/>',
    '  <d></d>',
    '  mixed',
    '  <e>1</e>',
    '  tail',
    '  <f>',
    '    <g>2</g>',
    '    <![CDATA[a<b]]>',
    '  </f>',
    '</a>',
  ])
})

it('says when it stops before the end', () => {
  expect(xmlLines('<a><b/><b/><b/></a>', 2)).toEqual({
    lines: [
      { depth: 0, text: '<a>' },
      { depth: 1, text: '<b/>' },
    ],
    whole: false,
  })
})

it('reads UTF-8 and UTF-16', () => {
  const bytes = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer
  for (const buffer of [Buffer.from('<a>ż</a>'), Buffer.from('<a>ż</a>', 'utf16le'), Buffer.from('<a>ż</a>', 'utf16le').swap16()])
    expect(xmlText(bytes(buffer))).toBe('<a>ż</a>')
})
