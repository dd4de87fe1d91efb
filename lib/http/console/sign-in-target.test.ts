import { expect, it } from 'vitest'
import { signInTarget } from './sign-in-target'

it.each(['/console', '/console/requests/sreq_9Xk3mN7pQr2vT8wL', '/console/sessions', '/outbox'])('leads to %s', (to) => {
  expect(signInTarget(to)).toBe(to)
})

it.each([
  '//evil.example',
  'https://evil.example',
  '/\\evil.example',
  '/console@evil.example',
  '/console/../../evil',
  '/console?next=//evil.example',
  '/outbox/',
  '/outbox\n//evil.example',
  'javascript:alert(1)',
  '',
  undefined,
])('leads nobody to %j', (to) => {
  expect(signInTarget(to)).toBe('/console')
})
