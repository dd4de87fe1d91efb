// The evidence chain: RFC 8785's own example, and hashes that anybody can recompute with sha256sum.
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalJson, eventHash } from './chain'

const START = '0'.repeat(64)

test('RFC 8785 3.2.2 and 3.2.3', () => {
  const example = JSON.parse(
    '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],' +
      '"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
  )
  expect(canonicalJson(example)).toBe(
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' + '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  )
  const keys = { '\u20ac': 1, '\r': 2, '\ufb33': 3, 1: 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
  expect([...canonicalJson(keys).matchAll(/:(\d)/g)].map((match) => match[1]).join('')).toBe('2467153')
})

test('order of writing does not matter, order of arrays does', () => {
  expect(canonicalJson({ b: 1, a: { d: undefined, c: new Date(0) } })).toBe('{"a":{"c":"1970-01-01T00:00:00.000Z"},"b":1}')
  expect(canonicalJson([2, 1])).not.toBe(canonicalJson([1, 2]))
  expect(canonicalJson(-0)).toBe('0')
})

test.each([[NaN], [Infinity], ['\ud800'], [1n], [undefined], [() => 1], [new Map()], [[undefined]]])('refused: %s', (value) => {
  expect(() => canonicalJson(value)).toThrow(TypeError)
})

test('nested in 256 levels, and refused in one more', () => {
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
  expect(canonicalJson(nested(256))).toBe('['.repeat(256) + ']'.repeat(256))
  expect(() => canonicalJson(nested(257))).toThrow(TypeError)
  expect(() => canonicalJson({ more: nested(256) })).toThrow(TypeError)
})

test('each hash holds the one before it', () => {
  const first = eventHash(START, { type: 'signer.signed', sequence: 1 })
  expect(first).toBe(createHash('sha256').update(`${START}{"sequence":1,"type":"signer.signed"}`).digest('hex'))
  expect(eventHash(first, { sequence: 2 })).not.toBe(eventHash(START, { sequence: 2 }))
  expect(() => eventHash('short', {})).toThrow(TypeError)
})
