// Mails: words of others never become markup or headers, every mail has a plain-text part, and both parts have the link.

import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { contactReplacedMail, deviceTakenOverMail } from './alert'
import {
  attemptsGrantedMail,
  signatureFailedMail,
  signedMail,
  verificationDecidedMail,
  verificationDoneMail,
  verificationReferredMail,
  verificationStuckMail,
} from './identity'
import { messageWaitingMail } from './message-waiting'
import { organisationMail, type News } from './organisation-mail'
import { writtenBySignerMail } from './written-by-signer'
import { invitationMail, linkRenewedMail, newLinkMail, reminderMail } from './invitation'
import type { Letter, Written } from './letter'
import { cancelledMail, completedMail, expiredMail, refusedByOtherMail } from './outcome'
import { contactMail } from './space-mails'
import { catalogue } from '../../wording/catalogue'

const hostile = 'Anna <img src=x onerror=alert(1)>\r\nBcc: all@example.com "&amp;'
const letter: Letter = {
  tenantId: 'ten_1',
  mode: 'test',
  qualified: false,
  signedBy: 'key' as const,
  requestId: 'sreq_1',
  signerId: 'sgn_1',
  to: 'anna@example.com',
  name: hostile,
  language: 'en',
  locale: 'en-GB',
  zone: 'UTC',
  requester: {
    name: hostile,
    color: 'red;background:url(x)',
    reach: { email: 'ask@bank.example', phone: '+44 20 7946 0018', hours: hostile },
  },
  documents: [hostile, 'Terms'],
  url: 'https://sign.example.com/s/token',
  linkVersion: 1,
  expiresAt: new Date('2026-12-01T23:59:59Z'),
  baseUrl: 'https://sign.example.com',
}
/** Every mail to a signer, under the name of its function. */
const all = {
  invitationMail: invitationMail(letter, { before: [hostile] }),
  reminderMail: reminderMail(letter, { message: hostile }),
  linkRenewedMail: linkRenewedMail(letter),
  contactReplacedMail: contactReplacedMail(letter),
  deviceTakenOverMail: deviceTakenOverMail(letter),
  newLinkMail: newLinkMail(letter),
  completedMail: completedMail(letter, { signers: [hostile, 'Bob'], attached: false }),
  cancelledMail: cancelledMail(letter, { reason: hostile, signed: true }),
  refusedByOtherMail: refusedByOtherMail(letter),
  expiredMail: expiredMail(letter),
  verificationStuckMail: verificationStuckMail(letter, { message: hostile, advice: hostile }),
  attemptsGrantedMail: attemptsGrantedMail(letter, { attempts: 3 }),
  verificationDoneMail: verificationDoneMail(letter, { passed: true }),
  signatureFailedMail: signatureFailedMail(letter, { again: true }),
  verificationReferredMail: verificationReferredMail(letter),
  verificationDecidedMail: verificationDecidedMail(letter, { message: hostile, advice: hostile }),
  signedMail: signedMail(letter, { othersToSign: true }),
  messageWaitingMail: messageWaitingMail(letter),
} satisfies Record<string, Written>
/** To organisations, to the contacts of their webhook endpoints, and to whoever has a space, who is no signer there. */
const NOT_TO_SIGNERS = [
  ...['notSignedMail', 'organisationMail', 'webhookDisabledMail', 'writtenBySignerMail'],
  ...['certificateMail', 'contactMail', 'emailCodeMail', 'spaceLinkMail', 'spaceSignInMail'],
]

test('no mail of this room is left out here', async () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const modules = await Promise.all(
    files.map(async (file) => (await import(/* @vite-ignore */ path.join(import.meta.dirname, file))) as object),
  )
  const mails = modules.flatMap((module) => Object.keys(module)).filter((name) => name.endsWith('Mail'))
  expect(mails.sort()).toEqual([...Object.keys(all), ...NOT_TO_SIGNERS].sort())
})

test.each(Object.entries(all))('%s', (_, { subject, html, text }) => {
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).not.toMatch(/<img|onerror=alert\(1\)>|<script|url\(x\)|undefined|null|NaN/)
  expect(html).toContain('TEST, NOT QUALIFIED')
  expect(text).toContain('TEST, NOT QUALIFIED')
  expect(text).toContain('Reference: sreq_1')
  expect(text).not.toMatch(/undefined|null|NaN/)
})

test('a mail that brings the link has it in both parts, and the deadline in words', () => {
  for (const { html, text } of [
    all.invitationMail,
    all.reminderMail,
    all.linkRenewedMail,
    all.newLinkMail,
    all.attemptsGrantedMail,
    all.signatureFailedMail,
  ]) {
    expect(html).toContain('href="https://sign.example.com/s/token"')
    expect(text).toContain('https://sign.example.com/s/token')
  }
  expect(all.invitationMail.text).toContain('1 December 2026 at 23:59 UTC')
})

test('an invitation says what those need who sign for the first time, and what those need who have signed before', () => {
  const { document, before } = catalogue('en').mails.invitation.need
  for (const part of ['html', 'text'] as const) for (const need of [document, before]) expect(all.invitationMail[part]).toContain(need)
})

test('a mail of the space says where we are reached, and is silent where that is not configured', () => {
  const sender = { locale: 'en-GB', qualified: false, baseUrl: 'https://sign.example.com', support: 'help@sign.example.com' }
  const at = new Date('2026-12-01T10:00:00Z')
  const { html, text } = contactMail(sender, 'emailChanged', { at })
  for (const part of [html, text]) expect(part).toContain('help@sign.example.com')
  expect(contactMail({ ...sender, support: null }, 'emailChanged', { at }).text).not.toMatch(/reach us|null/)
})

test('a mail to a signer says where the requester is reached, in both parts', () => {
  for (const { html, text } of Object.values(all))
    for (const part of [html, text]) for (const way of ['+44 20 7946 0018', 'ask@bank.example']) expect(part).toContain(way)
  expect(reminderMail({ ...letter, requester: { ...letter.requester, reach: null } }, { message: null }).text).not.toContain(
    'ask@bank.example',
  )
})

const news: readonly News[] = ['signed', 'completed', 'refused', 'expired', 'help', 'decision', 'locked', 'undeliverable', 'message']

test.each(news)('a mail to the organisation that says %s names nobody, and leads to the console', (says) => {
  const { requester, documents, requestId, mode, qualified, baseUrl } = letter
  const { subject, html, text } = organisationMail({ says, requester, documents, requestId, order: 2, mode, qualified, baseUrl })
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).not.toMatch(/<img|<script|url\(x\)|undefined|null|NaN/)
  for (const part of [html, text]) expect(part).toContain('https://sign.example.com/console/requests/sreq_1')
  expect(text).toContain('TEST, NOT QUALIFIED')
  expect(text).not.toMatch(/anna@example\.com|s\/token|undefined|null|NaN/)
})

test('what a signer wrote to a requester without a conversation is quoted, and the mail says how to answer', () => {
  const { html, text, subject } = writtenBySignerMail(letter, 'First line\n<b>second</b>')
  expect(subject).not.toMatch(/[\r\n]/)
  expect(html).toContain('First line<br>&lt;b&gt;second&lt;/b&gt;')
  expect(text).toContain('> First line\n> <b>second</b>')
  expect(text).toContain('anna@example.com')
  expect(text).not.toContain('s/token')
})

test('an invitation to sign by code asks for the phone, and promises no check of an identity', () => {
  const { text } = invitationMail({ ...letter, qualified: true, signedBy: 'code' })
  expect(text).toContain('for a code by text message')
  expect(text).toContain('nobody checks your identity')
  expect(text).not.toMatch(/passport|qualified|your PIN/i)
  for (const again of [true, false])
    expect(signatureFailedMail({ ...letter, signedBy: 'code' }, { again }).text).not.toMatch(/PIN and|your PIN/)
})

test('no mail about a signature by a click speaks of what that does not need', () => {
  const byClick = { ...letter, qualified: true, signedBy: 'click' as const }
  const sent: Written[] = [
    invitationMail(byClick),
    reminderMail(byClick, { message: null }),
    linkRenewedMail(byClick),
    newLinkMail(byClick),
    completedMail(byClick, { signers: ['Anna', 'Bob'], attached: true }),
    cancelledMail(byClick, { reason: null, signed: false }),
    signatureFailedMail(byClick, { again: true }),
    signatureFailedMail(byClick, { again: false }),
    signedMail(byClick, { othersToSign: true }),
  ]
  for (const { text } of sent) expect(text).not.toMatch(/passport|identity|camera|face|qualified|your PIN|text message/i)
})
