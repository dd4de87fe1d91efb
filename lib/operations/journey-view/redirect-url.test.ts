// The requester's address comes back to the letter: what they wrote in it may be signed, or read by a program that is strict.
import { expect, it } from 'vitest'
import type { Journey } from '../journey/standing'
import { redirectUrl } from './redirect-url'

const OURS = 'status=signed&request_id=sreq_1&signer_id=sgn_1'
const of = (address: string | null) =>
  redirectUrl({ request: { id: 'sreq_1', redirectUrl: address }, row: { id: 'sgn_1' } } as Pick<Journey, 'request' | 'row'>, 'signed')

it.each([
  ['https://bank.example/done', `https://bank.example/done?${OURS}`],
  ['https://bank.example/done?flag', `https://bank.example/done?flag&${OURS}`],
  ['https://bank.example/done?note=a%20b&x=1+2', `https://bank.example/done?note=a%20b&x=1+2&${OURS}`],
  ['https://bank.example/done?status=mine', `https://bank.example/done?status=mine&${OURS}`],
  ['https://bank.example/done?', `https://bank.example/done?${OURS}`],
  ['https://bank.example/done?a=1&', `https://bank.example/done?a=1&${OURS}`],
  ['https://bank.example/done?a=1#part/2?x', `https://bank.example/done?a=1&${OURS}#part/2?x`],
  ['https://bank.example/zażółć?q=ł', `https://bank.example/zażółć?q=ł&${OURS}`],
])('%s', (address, expected) => {
  expect(of(address)).toBe(expected)
})

it('is none where the requester gave none', () => {
  expect(of(null)).toBeNull()
})
