// A signer going through the journey as a person does: reads the heading, ticks, types, holds up the document, presses the button.
import type { Locator, Page } from 'playwright'
import type { DocumentType } from '../lib/domain/capture'
import type { Step } from '../lib/domain/steps'
import type { Language } from '../lib/wording/catalogue'
import type { ReasonCode } from '../lib/identity/reasons'
import type { Referral } from '../lib/identity/referrals'
import { ApiClient } from './api/client'
import { filmFace, filmSide, showDocument } from './filming'
import { latestCode } from './outbox'
import type { RunningServer } from './server'
import { PATIENCE_MS, until } from './until'
import { words } from './words'

export type Signer = {
  phone: string
  pin: string
  country: string
  document: DocumentType
  /** Has signed before, and still has the phone. */
  returning?: boolean
  /** Begins the selfie without changing colours. */
  withoutLight?: boolean
  /** In which the pages are; English unless given. */
  language?: Language
}

/** The steps by their pages, some of which show two, and the pages between them. */
export type PlaceName = Exclude<Step, 'names'> | 'device' | 'failed' | 'help' | 'checking' | 'decision' | 'sealing' | 'done' | 'otherDevice'

const HEADINGS: Readonly<Record<PlaceName, readonly string[]>> = {
  terms: ['journey.terms.title'],
  details: ['journey.details.title'],
  saved_identity: ['journey.savedIdentity.title'],
  step_up: ['journey.stepUp.title'],
  issuance_terms: ['journey.issuanceTerms.title'],
  identity: ['journey.identity.title'],
  device: ['journey.device.title'],
  failed: ['journey.identityFailed.title'],
  help: ['journey.needHelp.title'],
  document: ['card-front', 'card-back', 'passport', 'licence', 'permit'].map((what) => `journey.document.intro.${what}.title`),
  selfie: ['journey.selfie.title'],
  checking: ['journey.checking.title'],
  decision: ['journey.decision.title'],
  extracted_data: ['journey.extractedData.title'],
  pin: ['journey.pin.title'],
  certificate: ['journey.certificate.title'],
  otherDevice: ['journey.otherDevice.titlePhone', 'journey.otherDevice.titleDesk'],
  review: ['journey.review.title'],
  sign: ['journey.sign.title'],
  sealing: ['journey.sealing.title'],
  done: ['journey.done.title'],
}

/**
 * Why a person may be asked about an honest signer of the stories: a machine with too much to do is late and sees little of a movement; and the
 * synthetic faces are moved photographs, which other stories film in the same installation.
 */
const OF_THE_STAGE: ReadonlySet<string> = new Set<Referral>([
  ...(['PICTURES_LATE', 'MOVEMENT_UNSEEN', 'LIGHT_NOT_MEASURED', 'FILM_SEEN_BEFORE'] as const),
])

/** Of a film that a busy machine took too slowly, or with too little of a movement in it, the page says so, and the signer films again. */
const FILMED_AGAIN: readonly ReasonCode[] = ['DOCUMENT_NOT_MOVED', 'LIVENESS_TIMING', 'LIVENESS_CHALLENGE_MISSED']

/** The reasons that come of the signer and the document, in their order. */
export const withoutTheStage = (referrals: readonly { code: string }[]): string[] =>
  referrals.map(({ code }) => code).filter((code) => !OF_THE_STAGE.has(code))

export class SignerAtWork {
  readonly visited: PlaceName[] = []
  /** What the journey has asked of this person so far. A field that has the focus already takes no tap. */
  readonly effort = { taps: 0, ticks: 0, digits: 0 }
  /** Before the check of identity that goes on. */
  private beforeCheck = { ...this.effort }
  /** Since when the code for signing may have come. */
  private codeAskedAt = new Date(0)
  /** Called at each new place. */
  onPlace: (place: PlaceName) => Promise<void> | void = () => undefined
  constructor(
    readonly page: Page,
    private readonly product: RunningServer,
    private readonly signer: Signer,
  ) {}

  says(key: string): RegExp {
    return words(key, this.signer.language)
  }

  async open(link: string): Promise<void> {
    await this.page.goto(link)
    const [first = '', ...others] = ['invitation.start', 'invitation.goOn', 'handover.open', 'invitation.end.signed.open']
    await this.tap(others.reduce((button, key) => button.or(this.button(`journey.${key}`)), this.button(`journey.${first}`)).first())
    await this.page.waitForURL(/\/sign\//)
  }

  /** The place before the signer, by its heading; waits until there is one. */
  place(): Promise<PlaceName> {
    return until(`a place that is known, at ${this.page.url()}`, async () => placeOf(await this.heading(), this.signer.language))
  }

  /**
   * As `goOn`, for an honest signer: fails with the words of the page when the check of identity refuses them. A machine with too much to do
   * films too little of a face; then the signer tries again, as the page says, until the product allows no more.
   */
  async reach(wanted: PlaceName): Promise<void> {
    for (;;) {
      const place = await this.goOn([wanted, 'failed', 'help', 'decision'])
      if (place === wanted) return
      if (place === 'decision') {
        await this.approveIfStaged()
        continue
      }
      const shown = await this.page.locator('main').innerText()
      if (place !== 'failed' || !FILMED_AGAIN.some((code) => shown.includes(code)))
        throw new Error(`came to ${place} instead of ${wanted}:\n${shown}`)
      console.log('too little was filmed on this machine, and it is filmed again')
      await this.tryAgain()
      // What a busy machine has lost, the journey has not asked for twice.
      Object.assign(this.effort, this.beforeCheck)
    }
  }

  /** A person lets these reasons pass, and nothing else. */
  private async approveIfStaged(): Promise<void> {
    const api = new ApiClient(this.product.baseUrl, this.product.apiKey)
    const signer = /\/sign\/([^/?#]+)/.exec(this.page.url())?.[1]
    const { body: list } = await api.call<{ data: { id: string; signers: { id: string }[] }[] }>('GET', '/signature-requests?limit=100')
    const request = list.data.find(({ signers }) => signers.some(({ id }) => id === signer))
    const check = `/signature-requests/${request?.id}/signers/${signer}/verification`
    type Shown = { verification_id: string; result_sha256: string; referrals: { code: string }[] }
    const { status, body: shown } = await api.call<Shown>('GET', `${check}/evidence`)
    // Decided already: the page is about to say so.
    if (status !== 200) return this.left('decision')
    const others = withoutTheStage(shown.referrals)
    if (others.length > 0) throw new Error(`left to a person: ${others.join(', ')}`)
    console.log(`a person lets pass what comes of the stage: ${JSON.stringify(shown.referrals)}`)
    const { verification_id, result_sha256 } = shown
    await api.call('POST', `${check}/decision`, { verification_id, result_sha256, decision: 'approve', reasons: ['PERSON_PRESENT'] })
    await this.left('decision')
  }

  /** From the page that says why the check has refused. */
  tryAgain(): Promise<void> {
    return this.press('journey.identityFailed.again', 'failed')
  }

  /** Acts at every place until one of `stop` is reached; returns the place. A check that failed is tried again, as a person would, three times. */
  async goOn(stop: readonly PlaceName[] = ['done', 'help']): Promise<PlaceName> {
    for (let acts = 0; acts < 80; acts++) {
      const place = await this.place()
      if (this.visited.at(-1) !== place) {
        this.visited.push(place)
        await this.onPlace(place)
      }
      if (stop.includes(place)) return place
      await this.act(place)
    }
    throw new Error(`the journey did not end: ${this.visited.join(' > ')}`)
  }

  private async act(place: PlaceName): Promise<void> {
    switch (place) {
      case 'terms':
        return this.acceptAll('journey.terms.continue', place)
      case 'details':
        return this.confirmDetails()
      case 'saved_identity':
        return this.press('journey.savedIdentity.use', place)
      case 'step_up':
        return this.press('journey.stepUp.start', place)
      case 'issuance_terms':
        return this.acceptAll('journey.issuanceTerms.continue', place)
      case 'identity':
        return this.chooseDocument()
      case 'otherDevice':
      case 'device':
        return this.useThisDevice(place)
      case 'failed':
        return this.tryAgain()
      case 'document':
        return showDocument(this)
      case 'selfie':
        await filmFace(this, { withoutLight: this.signer.withoutLight ?? false })
        return this.left(place)
      case 'checking':
      case 'decision':
      case 'sealing':
        return this.left(place)
      case 'extracted_data':
        return this.press('journey.extractedData.confirm', place)
      case 'pin':
        return this.choosePin()
      case 'certificate':
        return this.acceptAll('journey.certificate.continue', place)
      case 'review':
        return this.readDocuments()
      case 'sign':
        return this.sign()
      case 'done':
      case 'help':
        return undefined
    }
  }

  async heading(): Promise<string> {
    return (
      (await this.page
        .locator('main h1')
        .first()
        .textContent({ timeout: 1_000 })
        .catch(() => null)) ?? ''
    ).trim()
  }

  async tap(what: Locator, options: { timeout?: number } = {}): Promise<void> {
    await what.click(options)
    this.effort.taps += 1
  }

  private async tick(box: Locator): Promise<void> {
    if (await box.isChecked()) return
    await box.check()
    this.effort.taps += 1
    this.effort.ticks += 1
  }

  private async type(field: Locator, text: string): Promise<void> {
    await field.waitFor()
    if (!(await field.evaluate((it) => it === document.activeElement))) this.effort.taps += 1
    await field.fill(text)
    this.effort.digits += text.length
  }

  private button(key: string) {
    return this.page.getByRole('button', { name: this.says(key) }).first()
  }

  /** Waits until the signer is somewhere else. */
  private async left(place: PlaceName): Promise<void> {
    await until(
      `another place than ${place}`,
      async () => ![undefined, place].includes(placeOf(await this.heading(), this.signer.language)),
    ).catch(async (error: unknown) => {
      throw new Error(
        `${String(error)}\n${await this.page
          .locator('main')
          .innerText()
          .catch(() => '')}`,
      )
    })
  }

  private async press(key: string, place: PlaceName): Promise<void> {
    await this.tap(this.button(key))
    await this.left(place)
  }

  private async acceptAll(key: string, place: PlaceName): Promise<void> {
    await this.acceptTerms()
    await this.press(key, place)
  }

  private async acceptTerms(): Promise<void> {
    for (const box of await this.page.locator('main').getByRole('checkbox').all()) await this.tick(box)
  }

  /** Somebody who has signed before uses their certificate. */
  private async confirmDetails(): Promise<void> {
    await this.acceptTerms()
    if (!this.signer.returning) return this.press('journey.details.right', 'details')
    await this.tap(this.button('journey.details.signedBefore'))
    await this.enterTextedCode('journey.details.before.send', 'journey.details.before.code')
    await this.press('journey.details.before.use', 'details')
  }

  /** Both the choice of a device and the page that follows another one may say "Continue on your phone". */
  private async useThisDevice(place: PlaceName): Promise<void> {
    await this.button('journey.device.here').or(this.button('journey.otherDevice.takeOver')).first().click()
    await this.left(place)
  }

  private async chooseDocument(): Promise<void> {
    this.beforeCheck = { ...this.effort }
    const country = this.page.locator('main').getByRole('combobox')
    if ((await country.inputValue()) !== this.signer.country) {
      await country.selectOption(this.signer.country)
      // Opened, and chosen from.
      this.effort.taps += 2
    }
    await this.tap(this.page.getByRole('radio', { name: this.says(`journey.identity.kinds.${this.signer.document}.title`) }))
    const heading = await this.heading()
    await this.tap(this.button('journey.identity.continue'))
    await filmSide(this, heading)
  }

  /** Asks for a code, and types the one that arrives. */
  private async enterTextedCode(button: string, field: string): Promise<void> {
    const since = new Date()
    await this.tap(this.button(button))
    await this.type(this.page.getByLabel(this.says(field)), await latestCode(this.product, this.signer.phone, since))
  }

  private async choosePin(): Promise<void> {
    const [pin, again] = [this.page.getByLabel(this.says('journey.pin.pin')), this.page.getByLabel(this.says('pin.again'))]
    // Names and phone may be confirmed already.
    const send = this.button('journey.names.sendCode')
    await send.or(pin).first().waitFor()
    if (await send.isVisible()) await this.enterTextedCode('journey.names.sendCode', 'journey.names.code')
    await this.type(pin, this.signer.pin)
    await this.type(again, this.signer.pin)
    await this.press('journey.pin.continue', 'pin')
  }

  private async readDocuments(): Promise<void> {
    const goOn = this.page.getByRole('button', { name: this.says('journey.review.continue') }).first()
    const accept = this.page.getByRole('button', { name: this.says('journey.review.accept') }).first()
    for (let documents = 0; documents < 20 && !(await goOn.isVisible()); documents++) {
      await this.scrollToTheEnd(accept.or(goOn).first())
      if (await accept.isVisible()) await this.tap(accept)
    }
    this.codeAskedAt = new Date()
    await this.tap(goOn)
    // On a phone the declaration is read in a sheet of its own before it is accepted.
    const declare = this.page.getByRole('button', { name: this.says('journey.review.continueConfirm') })
    await until(
      'the declaration, or the place after it',
      async () => (await declare.isVisible()) || !['review', undefined].includes(placeOf(await this.heading(), this.signer.language)),
    )
    if (await declare.isVisible()) await this.tap(declare)
    await this.left('review')
  }

  /** The sheets of a large document get their size one after the other, so the last one may move further down after it was scrolled to. */
  private async scrollToTheEnd(allowed: Locator): Promise<void> {
    const last = this.page.locator('[data-page]').last()
    await until(
      'the end of the document',
      async () => {
        if (await allowed.isEnabled({ timeout: 500 }).catch(() => false)) return true
        await last.evaluate((sheet) => sheet.scrollIntoView({ block: 'end' }), undefined, { timeout: 500 }).catch(() => undefined)
        return false
      },
      PATIENCE_MS,
      200,
    )
  }

  private async sign(): Promise<void> {
    const send = this.button('journey.sign.sendCode')
    const pin = this.page.getByLabel(this.says('journey.sign.pin'))
    // With one certificate the last press at the documents has asked for the code: this button is busy then, and goes away.
    await until(
      'the code, or a button for it',
      async () => (await pin.isVisible()) || (await send.isEnabled({ timeout: 500 }).catch(() => false)),
    )
    if (await send.isVisible()) {
      const at = new Date()
      const pressed = this.tap(send, { timeout: 2_000 }).then(() => (this.codeAskedAt = at))
      await pressed.catch(() => undefined)
    }
    await pin.waitFor()
    const code = await latestCode(this.product, this.signer.phone, this.codeAskedAt)
    await this.type(this.page.getByLabel(this.says('journey.sign.code')), code)
    await this.type(pin, this.signer.pin)
    await this.tap(this.button('journey.sign.sign'))
    await this.left('sign')
  }
}

function placeOf(heading: string, language?: Language): PlaceName | undefined {
  if (heading === '') return undefined
  const patterns = Object.entries(HEADINGS).flatMap(([name, keys]) => keys.map((key) => [name, words(key, language)] as const))
  return patterns.find(([, pattern]) => pattern.test(heading))?.[0] as PlaceName | undefined
}
