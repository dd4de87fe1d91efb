// The demonstration: sends a PDF for signature over HTTP, signs it as Anna Kowalska would, and lets pdfsig judge the result.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ApiClient } from './api/client'
import { launchBrowser } from './browser'
import { honest } from '../lib/testing/camera/actor'
import { annaKowalska } from '../lib/testing/camera/documents/specimen'
import { installCamera } from '../lib/testing/camera/virtual-camera'
import { faultsOfPage } from './journeys/in-language'
import type { Language } from '../lib/wording/catalogue'
import { startServer } from './server'
import { SignerAtWork } from './signer-at-work'

const ANNA = { name: 'Anna Maria Kowalska', email: `anna.${Date.now()}@example.com`, phone: '+48500123456' }
const SIGNER = { phone: ANNA.phone, pin: '739154', country: 'PL', document: 'national_id' } as const
const NO_CAMERA = `globalThis.__name ??= (named) => named
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotFoundError'))`
/** `again`: the language in which she signs once more. scripts/demo.mjs has checked all of it. */
const [input = '', output = '', again] = process.argv.slice(2)

const { baseUrl, apiKey, stop } = await product()
try {
  await firstSignature(input, output)
  if (again !== undefined) await signatureAgain(input, output.replace(/(\.pdf)?$/i, '-2.pdf'), again as Language)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await stop()
}

/** The product that already runs on port 3000 from this clone, or one of our own in a scratch directory. */
async function product(): Promise<{ baseUrl: string; apiKey: string; stop(): Promise<void> }> {
  const running = process.env.BASE_URL ?? 'http://localhost:3000'
  const keyFile = path.resolve(process.env.QSIGNHUB_DATA_DIR ?? '.data', 'secrets', 'test-api-key')
  const answer = await fetch(`${running}/health`).catch(() => null)
  const key = process.env.API_KEY ?? (existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined)
  if (answer?.ok && key) return { baseUrl: running, apiKey: key, stop: () => Promise.resolve() }
  const scratch = mkdtempSync(path.join(tmpdir(), 'qsignhub-demo-'))
  console.log('starting the product in a scratch directory …')
  const server = await startServer({ dataDirectory: scratch })
  return {
    baseUrl: server.baseUrl,
    apiKey: server.apiKey,
    stop: async () => {
      await server.stop()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

async function firstSignature(from: string, to: string): Promise<void> {
  const api = new ApiClient(baseUrl, apiKey)
  const { id, link } = await requestFor(api, from, {})
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await installCamera(context, honest(annaKowalska))
    // On a slow machine a movement may go unseen: she does what the page advises, as often as it lets her.
    await walk(new SignerAtWork(await context.newPage(), { baseUrl, apiKey }, SIGNER), link, () => Promise.resolve())
  } finally {
    await browser.close()
  }
  await judged(api, id, to)
}

/** By the same person in a browser that has never been here and has no camera, in her language: what she proved is kept. */
async function signatureAgain(from: string, to: string, language: Language): Promise<void> {
  console.log(`\nAnna signs once more, without a camera, in ${new Intl.DisplayNames(['en'], { type: 'language' }).of(language)}`)
  const api = new ApiClient(baseUrl, apiKey)
  const { id, link, title } = await requestFor(api, from, { locale: language })
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'en-GB' })
    context.setDefaultTimeout(60_000)
    // As text: what runs this file gives functions names by a helper that pages do not have.
    await context.addInitScript({ content: NO_CAMERA })
    const anna = new SignerAtWork(await context.newPage(), { baseUrl, apiKey }, { ...SIGNER, returning: true, language })
    await walk(anna, link, async () => {
      const faults = language === 'en' ? [] : await faultsOfPage(anna.page, [title, ANNA.name, 'QSignHub'])
      if (faults.length > 0) throw new Error(`not wholly in ${language}:\n${faults.join('\n')}`)
    })
    if (anna.visited.some((place) => place === 'document' || place === 'selfie')) throw new Error('the camera was asked for')
  } finally {
    await browser.close()
  }
  await judged(api, id, to)
}

async function requestFor(api: ApiClient, file: string, more: { locale?: string }): Promise<{ id: string; link: string; title: string }> {
  const document = await api.upload(file)
  console.log(`uploaded ${path.basename(file)}: ${document.pages} page(s), sha256 ${document.sha256}`)
  const request = await api.request([document.id], [{ ...ANNA, ...more }])
  const link = request.signers[0]?.signing_url
  if (!link) throw new Error('the API answered without a signing link')
  console.log(`request ${request.id}; ${request.signers[0]?.name} opens her link`)
  return { id: request.id, link, title: document.name }
}

async function walk(anna: SignerAtWork, link: string, look: () => Promise<void>): Promise<void> {
  anna.onPlace = async (place) => {
    console.log(`  ${place}: ${await anna.page.locator('main h1').first().innerText()}`)
    await look()
    if (place === 'failed' || place === 'help') console.log((await anna.page.locator('main').innerText()).replaceAll(/^/gm, '    '))
  }
  await anna.open(link)
  const end = await anna.goOn(['done', 'help'])
  if (end !== 'done') throw new Error(`the journey ended at "${end}":\n${await anna.page.locator('main').innerText()}`)
}

async function judged(api: ApiClient, id: string, to: string): Promise<void> {
  await completed(api, id)
  writeFileSync(to, await api.download(id))
  console.log(`\nwrote ${to}\n\npdfsig says:\n${execFileSync('pdfsig', ['-nocert', to], { encoding: 'utf8' })}`)
  console.log(
    'The last entry is the document time-stamp of level B-LTA: pdfsig lists such entries and does not check them; openssl ts -verify does.',
  )
}

async function completed(api: ApiClient, id: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 250) {
    if ((await api.get(id)).status === 'completed') return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('the request did not complete within a minute')
}
