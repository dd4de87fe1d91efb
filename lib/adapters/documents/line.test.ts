// The line before the workers: turns between tenants, bounded places, and how many of one tenant are served at once.

import { describe, expect, it } from 'vitest'
import { Line } from './line'

const limits = { waiting: { each: 4, all: 6 }, served: 2 }
const lineOf = (...waiting: string[]) => {
  const line = new Line<string>(limits)
  for (const [index, tenant] of waiting.entries()) line.join(tenant, `${tenant}${index}`)
  return line
}

describe('the line', () => {
  it('serves tenants by turns, however many of one came first', () => {
    const line = lineOf('a', 'a', 'a', 'b', 'c')
    const order = Array.from({ length: 4 }, () => line.next())
    expect(order).toEqual(['a0', 'b3', 'c4', 'a1'])
  })

  it('serves no more of one tenant at once than its share, and goes on when one has left', () => {
    const line = lineOf('a', 'a', 'a')
    expect([line.next(), line.next(), line.next()]).toEqual(['a0', 'a1', undefined])
    expect(line.join('b', 'b')).toBe(true)
    expect(line.next()).toBe('b')
    line.left('a')
    expect([line.next(), line.next()]).toEqual(['a2', undefined])
  })

  it('is full for one tenant, and in all', () => {
    const line = lineOf('a', 'a', 'a', 'a')
    expect(line.join('a', 'one too many')).toBe(false)
    expect(['b', 'c', 'd'].map((tenant) => line.join(tenant, tenant))).toEqual([true, true, false])
    line.next()
    expect(line.join('d', 'd')).toBe(true)
  })

  it('sends everybody away', () => {
    const line = lineOf('a', 'b', 'a')
    expect(line.clear()).toEqual(['a0', 'a2', 'b1'])
    expect(line.next()).toBeUndefined()
    expect(line.join('a', 'again')).toBe(true)
  })
})
