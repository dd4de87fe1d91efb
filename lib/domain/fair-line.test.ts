// Turns: between tenants, within a tenant between signers, and in the order of one signer; how many may wait and be served; and how long the
// line before somebody is.

import { describe, expect, it } from 'vitest'
import { FairLine, type LineLimits, type Place } from './fair-line'

/** Signers are served one at a time, as those whose pictures are read. */
const BY_SIGNER: LineLimits = { waiting: { signer: 100, tenant: 100 }, served: { signer: 1 } }
/** A tenant asks for itself, as for the reading of its documents. */
const BY_TENANT: LineLimits = { waiting: { tenant: 4, all: 6 }, served: { tenant: 2 } }

/** A name is that of tenant, signer and a number: `A12`; without a signer it is `A2`. */
const placeOf = (name: string): Place => ({ tenant: name.slice(0, 1), ...(name.length > 2 ? { signer: name.slice(0, 2) } : {}) })

/** Each waits in the order of the names. */
function lineOf(names: readonly string[], limits = BY_SIGNER): FairLine<string> {
  const line = new FairLine<string>(limits)
  for (const name of names) line.join(placeOf(name), name)
  return line
}

/** As many as may be served at once. */
function atOnce(line: FairLine<string>): string[] {
  const turn = line.next()
  return turn ? [turn.item, ...atOnce(line)] : []
}

/** Serves all, one after the other. */
function served(line: FairLine<string>): string[] {
  const order: string[] = []
  for (let turn = line.next(); turn; turn = line.next()) {
    order.push(turn.item)
    line.leave(turn.place)
  }
  return order
}

describe('the line', () => {
  it.each([
    ['one signer in their order', ['A11', 'A12', 'A13'], ['A11', 'A12', 'A13']],
    ['signers of a tenant by turns', ['A11', 'A12', 'A13', 'A21', 'A31'], ['A11', 'A21', 'A31', 'A12', 'A13']],
    [
      'tenants by turns, however many signers one has',
      ['A11', 'A21', 'A31', 'A41', 'B11', 'B12', 'C11'],
      ['A11', 'B11', 'C11', 'A21', 'B12', 'A31', 'A41'],
    ],
    ['tenants by turns, however much one has asked for itself', ['A1', 'A2', 'A3', 'B1', 'C1'], ['A1', 'B1', 'C1', 'A2', 'A3']],
  ])('serves %s', (_, names, order) => {
    expect(served(lineOf(names))).toEqual(order)
  })

  it('lets somebody who comes again wait until the others had their turn', () => {
    const line = lineOf(['A11', 'B11', 'C11'])
    const first = line.next()
    if (first) line.leave(first.place)
    line.join(placeOf('A12'), 'A12')
    expect(served(line)).toEqual(['B11', 'C11', 'A12'])
  })

  it('gives a signer who is being served no second place beside it', () => {
    const line = lineOf(['A11', 'A12', 'A21'])
    expect(atOnce(line)).toEqual(['A11', 'A21'])
    line.leave(placeOf('A11'))
    expect(atOnce(line)).toEqual(['A12'])
  })

  it('serves no more of one tenant at once than its share, and goes on when one has left', () => {
    const line = lineOf(['A1', 'A2', 'A3'], BY_TENANT)
    expect(atOnce(line)).toEqual(['A1', 'A2'])
    expect(line.join(placeOf('B1'), 'B1')).toBe(true)
    expect(atOnce(line)).toEqual(['B1'])
    line.leave(placeOf('A1'))
    expect(atOnce(line)).toEqual(['A3'])
  })

  it('refuses one signer, or one tenant, and nobody else', () => {
    const line = lineOf(['A11', 'A12'], { waiting: { signer: 2, tenant: 3 }, served: {} })
    const joins = (name: string) => line.join(placeOf(name), name)
    expect([joins('A13'), joins('A21'), joins('A31'), joins('B11')]).toEqual([false, true, false, true])
  })

  it('counts what a tenant asks for itself as of no signer', () => {
    const line = new FairLine<string>({ waiting: { signer: 1, tenant: 10 }, served: { signer: 1 } })
    const joined = ['A1', 'A2', 'A11', 'A12', 'A21'].map((name) => line.join(placeOf(name), name))
    expect(joined).toEqual([true, true, true, false, true])
    expect(atOnce(line).sort()).toEqual(['A1', 'A11', 'A2', 'A21'])
  })

  it('is full for one tenant, and in all', () => {
    const line = lineOf(['A1', 'A2', 'A3', 'A4'], BY_TENANT)
    const joins = (name: string) => line.join(placeOf(name), name)
    expect([joins('A5'), joins('B1'), joins('C1'), joins('D1')]).toEqual([false, true, true, false])
    line.next()
    expect(joins('D1')).toBe(true)
  })

  it('says to each how many are served before them, as it then happens', () => {
    const names = ['A11', 'A12', 'A21', 'B11', 'C11', 'C21', 'C31', 'C32']
    const order = served(lineOf(names))
    for (const name of ['A11', 'A21', 'B11', 'C11', 'C21', 'C31']) {
      expect(lineOf(names).before(placeOf(name)), name).toBe(order.findIndex((one) => one.startsWith(name.slice(0, 2))))
    }
    expect(lineOf(names).before(placeOf('D11'))).toBe(0)
  })

  it('sends everybody away', () => {
    const line = lineOf(['A11', 'B11', 'A21', 'A12'])
    expect(line.clear()).toEqual(['A11', 'A12', 'A21', 'B11'])
    expect(line.next()).toBeNull()
    expect(line.join(placeOf('A11'), 'again')).toBe(true)
  })
})
