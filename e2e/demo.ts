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
import { startServer } from './server'
import { SignerAtWork } from './signer-at-work'

const PHONE = '+48500123456'
const [input, output] = process.argv.slice(2)
if (!input || !output || !existsSync(input)) {
  console.error(input && !existsSync(input) ? `There is no file ${input}.` : 'Usage: npm run demo -- contract.pdf signed.pdf')
  process.exit(2)
}

const { baseUrl, apiKey, stop } = await product()
try {
  await signAndJudge(input, output)
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

async function signAndJudge(from: string, to: string): Promise<void> {
  const api = new ApiClient(baseUrl, apiKey)
  const document = await api.upload(from)
  console.log(`uploaded ${path.basename(from)}: ${document.pages} page(s), sha256 ${document.sha256}`)
  const request = await api.request([document.id], [{ name: 'Anna Maria Kowalska', email: `anna.${Date.now()}@example.com`, phone: PHONE }])
  const link = request.signers[0]?.signing_url
  if (!link) throw new Error('the API answered without a signing link')
  console.log(`request ${request.id}; ${request.signers[0]?.name} opens her link`)

  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await installCamera(context, honest(annaKowalska))
    const anna = new SignerAtWork(
      await context.newPage(),
      { baseUrl, apiKey },
      { phone: PHONE, pin: '739154', country: 'PL', document: 'national_id' },
    )
    anna.onPlace = async (place) => {
      console.log(`  ${place}`)
      if (place === 'failed' || place === 'help') console.log((await anna.page.locator('main').innerText()).replaceAll(/^/gm, '    '))
    }
    await anna.open(link)
    // On a slow machine a movement may go unseen: she does what the page advises, as often as it lets her.
    const end = await anna.goOn(['done', 'help'])
    if (end !== 'done') throw new Error(`the journey ended at "${end}":\n${await anna.page.locator('main').innerText()}`)
  } finally {
    await browser.close()
  }
  await completed(api, request.id)
  writeFileSync(to, await api.download(request.id))
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
