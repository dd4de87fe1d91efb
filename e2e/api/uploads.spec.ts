// Large uploads: 50 MB to the byte, one byte more, ten at once within the memory that is promised, and nothing left of a broken one.

import { readdirSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { exactPdf } from '../documents'
import { CAN_MEASURE, peakMegabytes, residentMegabytes } from '../memory'
import { ownServer, type OwnServer } from '../server'
import { ApiClient } from './client'

const MEGABYTE = 1024 * 1024
const LARGEST = 50 * MEGABYTE
/** The server itself holds pieces; of the files, two at a time stand whole in document workers. */
const PROMISED_MEGABYTES = 300

// One after the other: the memory of a server at rest is measured.
test.describe.configure({ mode: 'serial' })

let server: OwnServer
let api: ApiClient
/** Made before anything is sent: while half a gigabyte is made, this process would not notice that the server closes an idle connection. */
let files: Buffer[] = []
const staged = () => readdirSync(path.join(server.dataDirectory, 'blobs', 'staged'))

test.beforeAll(async () => {
  files = Array.from({ length: 10 }, (_, index) => exactPdf(LARGEST, index + 1))
  server = await ownServer()
  api = new ApiClient(server.baseUrl, server.apiKey)
})
test.afterAll(async () => {
  await server.end()
})

test('ten uploads of 50 MB at once take at most 300 MB more than a server at rest', async () => {
  test.skip(!CAN_MEASURE, 'memory is read from /proc')
  const idle = residentMegabytes(server)
  const answers: number[] = []
  const peak = await peakMegabytes(server, async () => {
    const all = await Promise.all(files.map((bytes, index) => api.uploadBytes(bytes, `large-${index}.pdf`)))
    answers.push(...all.map(({ status }) => status))
  })
  test.info().annotations.push({ type: 'memory', description: `at rest ${idle.toFixed(0)} MB, at most ${peak.toFixed(0)} MB` })
  expect(answers).toEqual(Array<number>(10).fill(201))
  expect(peak - idle).toBeLessThan(PROMISED_MEGABYTES)
  expect(staged()).toEqual([])
})

test('50 MB are taken, one byte more is refused with the size that arrived', async () => {
  const taken = await api.uploadBytes(exactPdf(LARGEST, 3), 'large.pdf')
  expect([taken.status, taken.body]).toMatchObject([201, { pages: 3, size_bytes: LARGEST }])
  const refused = await api.uploadBytes(exactPdf(LARGEST + 1, 3), 'larger.pdf')
  expect([refused.status, refused.error]).toMatchObject([
    413,
    { code: 'DOCUMENT_TOO_LARGE', message: 'File exceeds the 50 MB limit. Received: 50.1 MB.' },
  ])
  expect(staged()).toEqual([])
})

test('an upload that is broken off leaves nothing', async () => {
  const body = exactPdf(20 * MEGABYTE, 1)
  await new Promise<void>((resolve) => {
    const sending = httpRequest(`${server.baseUrl}/v1/documents`, {
      method: 'POST',
      headers: { 'X-API-Key': server.apiKey, 'Content-Type': 'multipart/form-data; boundary=cut', 'Content-Length': body.length + 1000 },
    })
    sending.on('error', () => resolve())
    sending.write('--cut\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n')
    sending.write(body.subarray(0, body.length / 2), () => sending.destroy())
    sending.on('close', () => resolve())
  })
  await expect.poll(staged).toEqual([])
  expect((await api.call('GET', '/signature-requests?limit=1')).status).toBe(200)
})

test('what the server prints has neither the key nor a link in it, and says when it runs as root', () => {
  const said = server.output()
  expect(said).toContain('npm run admin -- demo-key')
  expect(said).not.toContain(server.apiKey)
  expect(said).not.toMatch(/\/[sr]\/[\w-]{20}/)
  expect(said.includes('runs as root')).toBe(process.getuid?.() === 0)
})
