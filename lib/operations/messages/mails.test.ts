// Mails: words of others never become markup or headers, every mail has a plain-text part, and both parts have the link.

import { expect, test } from 'vitest'
import { attemptsGrantedMail, signedMail, verificationDoneMail, verificationStuckMail } from './identity'
import { invitationMail, linkRenewedMail, newLinkMail } from './invitation'
import type { Letter, Written } from './letter'
import { cancelledMail, completedMail, expiredMail, refusedByOtherMail } from './outcome'

const hostile = 'Anna <img src=x onerror=alert(1)>\r\nBcc: all@example.com "&amp;'
const letter: Letter = {
  tenantId: 'ten_1',
  mode: 'test',
  qualified: false,
  requestId: 'sreq_1',
  signerId: 'sgn_1',
  to: 'anna@example.com',
  name: hostile,
  language: 'en',
  locale: 'de-DE',
  requester: { name: hostile, color: 'red;background:url(x)' },
  documents: [hostile, 'Terms'],
  url: 'https://sign.example.com/s/token',
  linkVersion: 1,
  expiresAt: new Date('2026-12-01T23:59:59Z'),
  baseUrl: 'https://sign.example.com',
}
const all: Record<string, Written> = {
  invitation: invitationMail(letter, { before: [hostile] }),
  renewed: linkRenewedMail(letter),
  newLink: newLinkMail(letter),
  completed: completedMail(letter, { signers: [hostile, 'Bob'], attached: false }),
  cancelled: cancelledMail(letter, { reason: hostile, signed: true }),
  refused: refusedByOtherMail(letter),
  expired: expiredMail(letter),
  stuck: verificationStuckMail(letter, { message: hostile, advice: hostile }),
  granted: attemptsGrantedMail(letter, { attempts: 3 }),
  done: verificationDoneMail(letter, { passed: true }),
  signed: signedMail(letter, { othersToSign: true }),
}

test.each(Object.entries(all))('%s', (_, { subject, html, text }) => {
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).not.toMatch(/<img|onerror=alert\(1\)>|<script|url\(x\)|undefined|null|NaN/)
  expect(html).toContain('TEST, NOT QUALIFIED')
  expect(text).toContain('TEST, NOT QUALIFIED')
  expect(text).toContain('Reference: sreq_1')
  expect(text).not.toMatch(/undefined|null|NaN/)
})

test('a mail that brings the link has it in both parts, and the deadline in words', () => {
  for (const { html, text } of [all['invitation'], all['renewed'], all['newLink'], all['granted']].flatMap((mail) => mail ?? [])) {
    expect(html).toContain('href="https://sign.example.com/s/token"')
    expect(text).toContain('https://sign.example.com/s/token')
  }
  expect(all['invitation']?.text).toContain('1 December 2026 at 23:59 UTC')
})
