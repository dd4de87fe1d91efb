import { expect, it } from 'vitest'
import { isAtThisMachine } from './readable-messages'

const HERE = { host: '127.0.0.1', baseUrl: 'http://localhost:3000', trustedProxies: 0 }
const asked = (headers: Record<string, string>) => new Headers({ host: 'localhost:3000', ...headers })

it.each([
  ['localhost', {}],
  ['an address of this machine', { host: '127.0.0.1:3000' }],
  ['the address of IPv6', { host: '[::1]:3000' }],
  ['what the server itself adds', { 'x-forwarded-for': '::ffff:127.0.0.1', 'x-forwarded-host': 'localhost:3000' }],
])('a browser of this machine: %s', (_, headers) => {
  expect(isAtThisMachine(asked(headers), HERE)).toBe(true)
})

it.each([
  ['a name that was made to lead here', { host: 'evil.example' }, HERE],
  ['one that begins alike', { host: 'localhost.evil.example' }, HERE],
  ['one that ends alike', { host: 'evil-localhost:3000' }, HERE],
  ['no name', { host: '' }, HERE],
  ['a visitor of a proxy', { 'x-forwarded-for': '203.0.113.7' }, HERE],
  ['a visitor of two proxies', { 'x-forwarded-for': '203.0.113.7, 127.0.0.1' }, HERE],
  ['a name that a proxy was asked for', { 'x-forwarded-host': 'sign.example.com' }, HERE],
  ['an installation with an address of its own', {}, { ...HERE, baseUrl: 'https://sign.example.com' }],
  ['one behind a proxy that says nothing of it', {}, { ...HERE, trustedProxies: 1 }],
  ['one that listens everywhere', {}, { ...HERE, host: '0.0.0.0' }],
  ['one that listens in its network', {}, { ...HERE, host: '10.0.0.5' }],
])('not of this machine: %s', (_, headers, settings) => {
  expect(isAtThisMachine(asked(headers), settings)).toBe(false)
})
