// The people of the stories: who they are, what they carry, and a browser with each before the camera.

import type { Browser, BrowserContext } from 'playwright'
import { ApiClient, type CreatedRequest } from '../api/client'
import { honest, type Actor } from '../../lib/testing/camera/actor'
import { annaKowalska, annasLicence, eleniPapadopoulou, zofiaZolc, type Specimen } from '../../lib/testing/camera/documents/specimen'
import { installCamera, type VirtualCamera } from '../../lib/testing/camera/virtual-camera'
import { plainPdf } from '../documents'
import type { RunningServer } from '../server'
import { SignerAtWork, type Signer } from '../signer-at-work'
import { PATIENCE_MS, until } from '../until'

/** `locale`: as the requester names it. */
export type Person = Signer & { name: string; email: string; specimen: Specimen; locale?: string }

/** Playwright numbers its workers, and a worker that takes over after a failure has a number of its own. */
const worker = Number(process.env.TEST_WORKER_INDEX ?? 0)
let born = 0

/** Nobody in a run is met twice: none comes back with a certificate of another story, nor reads another's mail. */
function reachable(name: string): { email: string; phone: string } {
  const number = ++born
  const digits = (value: number, length: number) => String(value).padStart(length, '0')
  return { email: `${name}.${worker}.${number}@example.com`, phone: `+4851${digits(worker % 1000, 3)}${digits(number, 4)}` }
}

export const anna = (): Person => ({
  name: 'Anna Maria Kowalska',
  ...reachable('anna'),
  pin: '739154',
  country: 'PL',
  document: 'national_id',
  specimen: annaKowalska,
})
export const zofia = (): Person => ({
  name: 'Zofia Łucja Żółć-Wiśniewska',
  ...reachable('zofia'),
  pin: '840263',
  country: 'PL',
  document: 'national_id',
  specimen: zofiaZolc,
})
export const eleni = (): Person => ({
  name: 'Ελένη Παπαδοπούλου',
  ...reachable('eleni'),
  pin: '618302',
  country: 'GR',
  document: 'passport',
  specimen: eleniPapadopoulou,
})

export const annaWithLicence = (): Person => ({ ...anna(), document: 'drivers_license', specimen: annasLicence })

export type Seated = { context: BrowserContext; camera: VirtualCamera; at: SignerAtWork }

export const DESK = { width: 1280, height: 800 }
export const PHONE = { width: 360, height: 800 }
/** What the bars of a browser leave of a usual phone. */
export const LOW_PHONE = { width: 390, height: 664 }
const MOBILE_AGENT = 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'

/** Puts the person before a browser of their own. */
export async function seat(
  browser: Browser,
  product: RunningServer,
  person: Person,
  options: { actor?: Actor; viewport?: typeof DESK } = {},
): Promise<Seated> {
  const viewport = options.viewport ?? DESK
  const upright = viewport.height > viewport.width
  const context = await browser.newContext({
    viewport,
    locale: 'en-GB',
    ...(upright ? { isMobile: true, hasTouch: true, userAgent: MOBILE_AGENT } : {}),
  })
  const camera = await installCamera(context, options.actor ?? honest(person.specimen), { upright })
  context.setDefaultTimeout(60_000)
  return { context, camera, at: new SignerAtWork(await context.newPage(), product, person) }
}

export type Asked = { api: ApiClient; request: CreatedRequest; links: readonly string[] }

/** A request for these people, in this order, to sign these documents (one page each unless given). */
export async function ask(
  product: RunningServer,
  people: readonly Person[],
  documents: readonly Uint8Array[] = [],
  more: Record<string, unknown> = {},
): Promise<Asked> {
  const api = new ApiClient(product.baseUrl, product.apiKey)
  const files = documents.length > 0 ? documents : [await plainPdf()]
  const ids: string[] = []
  for (const [at, bytes] of files.entries()) {
    const answer = await api.uploadBytes(bytes, `contract-${at + 1}.pdf`)
    if (answer.error) throw new Error(`upload refused: ${answer.error.code}`)
    ids.push(answer.body.id)
  }
  const request = await api.request(
    ids,
    people.map(({ name, email, phone, locale }, at) => ({
      name,
      email,
      phone,
      order: at + 1,
      ...(locale === undefined ? {} : { locale }),
    })),
    more,
  )
  return { api, request, links: request.signers.map((signer) => signer.signing_url ?? '') }
}

export async function completed({ api, request }: Asked): Promise<void> {
  await until(`the end of ${request.id}`, async () => (await api.get(request.id)).status === 'completed', PATIENCE_MS, 250)
}
