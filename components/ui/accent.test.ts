// The accent stays readable whatever colour a brand brings.

import { expect, it } from 'vitest'
import { contrast } from '@/lib/domain/colour'
import { accentStyle } from './accent'

const rgb = (hex: unknown) => {
  const value = String(hex)
  return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16)) as unknown as readonly [number, number, number]
}

it.each(['#ffff00', '#ffffff', '#000000', '#2a3a8f', '#ff5a00', '#7fd', '#e0e0e0'])('makes %s legible in both schemes', (brand) => {
  const style = accentStyle(brand) as Record<string, string>
  expect(contrast(rgb(style['--brand-light']), [255, 255, 255])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(rgb(style['--brand-light']), rgb(style['--brand-light-ink']))).toBeGreaterThanOrEqual(4.5)
  expect(contrast(rgb(style['--brand-dark']), [28, 31, 37])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(rgb(style['--brand-dark']), rgb(style['--brand-dark-ink']))).toBeGreaterThanOrEqual(4.5)
})

it('keeps a colour that is legible already, and ignores what is not a colour', () => {
  expect(accentStyle('#2A3A8F')).toMatchObject({ '--brand-light': '#2a3a8f', '--brand-light-ink': '#ffffff' })
  expect(accentStyle('red; background: url(//x)')).toEqual({})
  expect(accentStyle(null)).toEqual({})
})
