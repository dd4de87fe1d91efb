// A passkey of a virtual authenticator: added after the code to the phone, it opens the space without link and code; removed, it opens nothing.

import { expect, type Page } from '@playwright/test'
import { words } from '../words'
import { test } from './product'
import { signIn, visitOfSigner } from './space-entrance'

/** One that its owner always unlocks, and that keeps passkeys. */
async function bringAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

test('a passkey is added, opens the space, and opens nothing once it is removed', async ({ browser, product }) => {
  const { person, context, page, isClean } = await visitOfSigner(browser, product)
  await signIn(page, product, person)

  await bringAuthenticator(page)
  await page.goto('/space/account/passkeys')
  await expect(page.getByText(words('space.passkeys.empty'))).toBeVisible()
  await page.getByRole('button', { name: words('space.passkeys.add') }).click()
  await expect(page.getByText(words('space.passkeys.made.done'))).toBeVisible()
  await expect(page.getByText(words('space.passkeys.unused'))).toBeVisible()
  await isClean()
  // The same authenticator makes no second one.
  await page.getByRole('button', { name: words('space.passkeys.add') }).click()
  await expect(page.getByText(words('space.passkeys.made.known'))).toBeVisible()

  const signInWithPasskey = async (): Promise<void> => {
    await page.getByRole('button', { name: words('space.signOut') }).click()
    await page.waitForURL(/\/space\/sign-in$/)
    await page.getByRole('button', { name: words('space.signIn.passkey') }).click()
  }
  await signInWithPasskey()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(words('space.documents.title'))
  await page.goto('/space/account/passkeys')
  // What a passkey opened does not add another one without the code.
  await expect(page.getByRole('button', { name: words('space.code.send') })).toBeVisible()
  await isClean()
  await page.getByRole('button', { name: words('space.passkeys.remove') }).click()
  await page.getByRole('button', { name: words('space.passkeys.sure') }).click()
  await expect(page.getByText(words('space.passkeys.empty'))).toBeVisible()

  await signInWithPasskey()
  await expect(page.getByText(words('problems.NOT_FOUND.dead_passkey'))).toBeVisible()
  await isClean()
  await expect(page).toHaveURL(/\/space\/sign-in$/)
  await context.close()
})
