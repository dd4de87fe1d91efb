// PIN rules: what is refused, with which reason, and that most PINs stay allowed.
import { describe, expect, it } from 'vitest'
import { pinWeakness } from './pin'

const holder = { birthDate: '1985-04-22', phone: '+48500123456' }

describe('pinWeakness', () => {
  it.each([
    ['1111', 'repeated'],
    ['121212', 'repeated'],
    ['12341234', 'repeated'],
    ['1234', 'sequence'],
    ['987654', 'sequence'],
    ['7890', 'sequence'],
    ['2468', 'sequence'],
    ['2580', 'common'],
    ['2204', 'date'],
    ['220485', 'date'],
    ['19850422', 'date'],
    ['1985', 'date'],
    ['5001', 'phone'],
    ['123456', 'sequence'],
    ['500123', 'phone'],
    ['1974', 'year'],
  ])('%s is refused as %s', (pin, code) => {
    expect(pinWeakness(pin, holder)).toBe(code)
  })

  it('leaves at least 95 of 100 four-digit PINs and says nothing about good ones', () => {
    expect(pinWeakness('4907', holder)).toBeNull()
    expect(pinWeakness('271934', holder)).toBeNull()
    const refused = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).filter((pin) => pinWeakness(pin, holder))
    expect(refused.length).toBeLessThan(500)
  })

  it('needs nothing known about the holder', () => {
    expect(pinWeakness('2204', {})).toBeNull()
  })
})
