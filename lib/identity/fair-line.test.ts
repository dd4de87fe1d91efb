// Turns: between tenants, within a tenant between signers, and in the order of one signer; and how long the line before somebody is.
import { describe, expect, it } from 'vitest'
import { FairLine, type Place } from './fair-line'

const placeOf = (name: string): Place => ({ tenant: name.slice(0, 1), signer: name.slice(0, 2) })

/** Each waits in the order of the names, which are those of tenant, signer and a number: `A12`. */
function lineOf(names: readonly string[], most = { perSigner: 100, perTenant: 100 }): FairLine<string> {
  const line = new FairLine<string>(most)
  for (const name of names) line.join(placeOf(name), name)
  return line
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
    expect([line.next()?.item, line.next()?.item, line.next()]).toEqual(['A11', 'A21', null])
    line.leave(placeOf('A11'))
    expect(line.next()?.item).toBe('A12')
  })

  it('refuses one signer, or one tenant, and nobody else', () => {
    const line = lineOf(['A11', 'A12'], { perSigner: 2, perTenant: 3 })
    const joins = (name: string) => line.join(placeOf(name), name)
    expect([joins('A13'), joins('A21'), joins('A31'), joins('B11')]).toEqual([false, true, false, true])
  })

  it('says to each how many are served before them, as it then happens', () => {
    const names = ['A11', 'A12', 'A21', 'B11', 'C11', 'C21', 'C31', 'C32']
    const order = served(lineOf(names))
    for (const name of ['A11', 'A21', 'B11', 'C11', 'C21', 'C31']) {
      expect(lineOf(names).before(placeOf(name)), name).toBe(order.findIndex((one) => one.startsWith(name.slice(0, 2))))
    }
    expect(lineOf(names).before(placeOf('D11'))).toBe(0)
  })
})
