// What a signer does before the camera: holds up a side of the document until it is taken, and shows the face.
import type { Locator, Page } from 'playwright'
import { until } from './until'

/** Whoever films: their page, their taps, the heading that they read, and a message in their language. */
export type Films = {
  readonly page: Page
  tap(what: Locator, options?: { timeout?: number }): Promise<void>
  heading(): Promise<string>
  says(key: string): RegExp
}

export async function showDocument(signer: Films): Promise<void> {
  const heading = await signer.heading()
  await signer.tap(signer.page.getByRole('button', { name: signer.says('journey.document.intro.card-front.start') }))
  await filmSide(signer, heading)
}

/** `heading`: of the page before the camera opened. */
export async function filmSide(signer: Films, heading: string): Promise<void> {
  const { page } = signer
  // The camera takes the whole screen; afterwards the next side, the selfie, or what was wrong stands there.
  await page.locator('[data-capture-stage]').waitFor()
  // Only the buttons on the camera's screen: the page that explains a failed check has one too, which may appear during this wait. Who is told the
  // same for ten seconds takes the picture by hand.
  const named = (key: string) => page.locator('[data-capture-stage]').getByRole('button', { name: signer.says(key) })
  const again = named('journey.capture.tryAgain').or(named('journey.capture.takePicture'))
  const closed = page.locator('[data-capture-stage]').waitFor({ state: 'detached', timeout: 900_000 })
  // After the last shot the button goes away by itself.
  const press = () => again.click({ timeout: 5_000 }).catch(() => undefined)
  for (let over = false; !over;) {
    over = await Promise.race([
      closed.then(() => true),
      again
        .waitFor({ timeout: 900_000 })
        .then(press)
        .then(() => false),
    ])
  }
  // The camera closed because the view had moved on, so another heading is on its way.
  await until('the place after the document', async () => (await signer.heading()) !== heading)
}

/** Up to the press that begins; the movements follow by themselves. */
export async function filmFace(signer: Films, { withoutLight }: { withoutLight: boolean }): Promise<void> {
  const { page } = signer
  await signer.tap(page.getByRole('button', { name: signer.says('journey.selfie.start') }))
  // A person begins once the screen says that the face is well in view, though it may not say so at every moment.
  await page
    .getByText(signer.says('journey.selfieCapture.hints.good'))
    .first()
    .waitFor({ timeout: 120_000 })
    .catch(() => undefined)
  await signer.tap(
    page.getByRole('button', { name: signer.says(`journey.selfieCapture.${withoutLight ? 'startWithoutLight' : 'start'}`) }).first(),
    {
      timeout: 120_000,
    },
  )
}
