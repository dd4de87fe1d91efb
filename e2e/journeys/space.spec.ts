// A person's own space: the ways in, what they find there, a certificate that is revoked at once, and every page at a phone and before axe.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { placed } from '../scene'
import type { RunningServer } from '../server'
import { words } from '../words'
import { anna, completed, PHONE } from './people'
import { test } from './product'
import { signIn, visitOfSigner } from './space-entrance'

test('a person finds their documents, on pages that fit a phone and are clean for axe, and signs out', async ({ browser, product }) => {
  const { person, context, page, isClean } = await visitOfSigner(browser, product)
  await page.goto('/space/sign-in')
  await isClean()
  await signIn(page, product, person)
  await isClean()
  const link = page.getByRole('link', { name: words('space.documents.download') })
  expect((await link.boundingBox())?.y, 'the first document, without scrolling').toBeLessThan(PHONE.height - 100)
  const download = page.waitForEvent('download')
  await link.click()
  expect((await download).suggestedFilename()).toMatch(/\.pdf$/)
  await page.getByLabel(words('space.documents.search')).fill('no such title')
  await page.getByRole('button', { name: words('space.documents.filter') }).click()
  await expect(page.getByText(words('space.documents.nothingTitle'))).toBeVisible()
  for (const at of [
    'certificates',
    'identity',
    'account',
    ...['email', 'phone', 'passkeys', 'preferences', 'sessions', 'data', 'log'].map((part) => `account/${part}`),
  ]) {
    await page.goto(`/space/${at}`)
    await isClean()
  }
  await page.goto('/space/certificates')
  await page.getByRole('listitem').getByRole('link', { name: person.name }).click()
  await page.waitForURL(/\/space\/certificates\/.+$/)
  await isClean()
  const certificate = page.url()
  for (const [act, at] of [
    ['changePin', 'pin'],
    ['revoke', 'revoke'],
  ] as const) {
    await page.getByRole('link', { name: words(`space.certificates.${act}`) }).click()
    await page.waitForURL(`${certificate}/${at}`)
    await isClean()
    await page.getByRole('link', { name: words('space.back') }).click()
    await page.waitForURL(certificate)
  }
  await page.getByRole('button', { name: words('space.signOut') }).click()
  await expect(page).toHaveURL(/\/space\/sign-in$/)
  await page.goto('/space/account')
  await expect(page).toHaveURL(/\/space\/sign-in$/)
  await context.close()
})

test('a certificate that is revoked there is revoked for openssl at once, and what was signed with it stays valid', async ({
  page,
  product,
}) => {
  const person = anna()
  const asked = await placed(product, [person], 'signed', { keep: true })
  await completed(asked)
  const signed = await asked.api.download(asked.request.id)
  await signIn(page, product, person)
  await page.goto('/space/certificates')
  await page.getByRole('listitem').getByRole('link', { name: person.name }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: words('space.certificates.pem') }).click()
  const folder = mkdtempSync(path.join(tmpdir(), 'space-'))
  const files = {
    certificate: path.join(folder, 'own.pem'),
    issuing: path.join(folder, 'issuing.cer'),
    root: path.join(folder, 'root.pem'),
  }
  await (await download).saveAs(files.certificate)
  writeFileSync(files.issuing, await bytesOf(product, 'issuing.cer'))
  writeFileSync(files.root, await bytesOf(product, 'root.pem'))
  expect(ocsp(product, files)).toContain(`${files.certificate}: good`)

  await page.getByRole('link', { name: words('space.certificates.revoke') }).click()
  await page.getByRole('radio', { name: words('space.certificates.reasons.key_compromise') }).check()
  await page.getByRole('button', { name: words('space.revoke.submit') }).click()
  await expect(page.getByText(words('space.certificates.states.revoked'))).toBeVisible()
  expect(ocsp(product, files)).toMatch(/own\.pem: revoked[^]*keyCompromise/)
  writeFileSync(path.join(folder, 'issuing.crl'), await bytesOf(product, 'issuing.crl'))
  const serial = /serial=(\w+)/.exec(openssl('x509', '-in', files.certificate, '-noout', '-serial'))?.[1] ?? 'none'
  expect(openssl('crl', '-inform', 'DER', '-in', path.join(folder, 'issuing.crl'), '-noout', '-text')).toContain(serial)

  const form = new FormData()
  form.set('file', new File([new Uint8Array(signed)], 'signed.pdf'))
  expect((await asked.api.call('POST', '/validate', form)).body).toMatchObject({ valid: true })
  // A later request to the same person finds no certificate any more.
  const later = await placed(product, [person], 'document', { keep: true })
  expect((await later.api.get(later.request.id)).signers[0]).toMatchObject({ status: 'pending_verification' })
})

const openssl = (...args: readonly string[]): string => {
  const { stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  return `${stdout}${stderr}`
}
const bytesOf = async ({ baseUrl }: RunningServer, file: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(`${baseUrl}/pki/${file}`)).arrayBuffer())

function ocsp({ baseUrl }: RunningServer, { certificate, issuing, root }: Record<'certificate' | 'issuing' | 'root', string>): string {
  const pem = `${issuing}.pem`
  openssl('x509', '-inform', 'DER', '-in', issuing, '-out', pem)
  return openssl('ocsp', '-issuer', pem, '-cert', certificate, '-url', `${baseUrl}/pki/ocsp`, '-CAfile', root)
}
