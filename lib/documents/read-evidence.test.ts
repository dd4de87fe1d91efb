// Archives that somebody made so that whoever checks them has no end of work: each is answered, and none is called whole.

import { describe, expect, it } from 'vitest'
import { memorySource } from '../signature/pdf/source'
import { storedZip } from '../signature/zip/stored'
import { packed } from '../validation/trusted-lists/packed-lists'
import { readEvidence, type ReadEvidence } from './read-evidence'

const NO_LISTS = { live: packed([]), test: packed([]) }
const read = (zip: Buffer) => readEvidence(memorySource(zip), { roots: { live: null, test: null }, lists: NO_LISTS, now: new Date() })

const FORMAT = 'qsignhub-evidence/2'
const file = (name: string, content: string | Buffer) => ({ name, bytes: Buffer.from(content) })
const archive = (manifest: Readonly<Record<string, unknown>>, ...files: readonly { name: string; bytes: Buffer }[]): Buffer =>
  storedZip([
    ...files,
    file('manifest.json', `{"format": "${FORMAT}", ${JSON.stringify({ chain: { events: 0, head: '' }, ...manifest }).slice(1)}`),
    file('manifest.p7s', 'no seal'),
  ])
const NOTHING = { request: 'sreq_1', mode: 'test', time_stamps: [], documents: [], entries: [] }
const EVENTS = file('events.json', '[]')

function failed(read: ReadEvidence | null): string {
  return (read?.checks ?? [])
    .filter(({ state }) => state === 'failed')
    .map(({ name, said }) => `${name}: ${said.join(' ')}`)
    .join('\n')
}

it('is only what says that it is an archive of evidence', async () => {
  for (const zip of [
    Buffer.from('PK\x03\x04'),
    storedZip([file('manifest.json', '{}'), file('manifest.p7s', '')]),
    storedZip([file('mimetype', 'application/vnd.etsi.asic-e+zip'), file('manifest.p7s', ''), file('a', `"${FORMAT}"`)]),
  ]) {
    expect(await read(zip)).toBeNull()
  }
})

it('tells what an archive says of itself, and that nobody has sealed it', async () => {
  const event = {
    id: 'evt_1',
    sequence: 1,
    at: '2026-11-20T10:00:00.000Z',
    fact: { type: 'request_created', signers: [{ id: 'a' }, { id: 'b' }] },
  }
  const found = await read(archive(NOTHING, file('events.json', JSON.stringify([event]))))
  expect(found).toMatchObject({ request: 'sreq_1', mode: 'test', root: null, sealedAt: null, signers: { asked: 2, signed: 0 }, events: 1 })
  expect(failed(found)).toMatch(/seal: the seal over manifest\.json does not hold/)
})

describe('work without end', () => {
  const ENOUGH = 'it asks for more work than any evidence archive needs'

  it('of headers, each of which could be the first of a directory', async () => {
    const header = Buffer.alloc(46)
    header.write('PK\x01\x02', 0, 'latin1')
    const zip = Buffer.concat([archive(NOTHING), ...Array.from({ length: 300_000 }, () => header), Buffer.of(0)])
    expect(failed(await read(zip))).not.toBe('')
  })

  it('of entries that all lie over the same bytes', async () => {
    const whole = archive(NOTHING, file('a', Buffer.alloc(4_000_000)), EVENTS)
    const entry = Buffer.alloc(46)
    entry.write('PK\x01\x02', 0, 'latin1')
    entry.writeUInt32LE(4_000_000, 24)
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 0, 'latin1')
    const contents = whole.subarray(0, whole.indexOf('PK\x01\x02', 0, 'latin1'))
    expect(failed(await read(Buffer.concat([contents, ...Array.from({ length: 50_000 }, () => entry), end])))).toContain(ENOUGH)
  })

  it('of documents that are all the same file', async () => {
    const documents = Array.from({ length: 20_000 }, (_, index) => ({ id: `doc_${index}`, name: 'a', entry: 'a.pdf' }))
    const zip = archive({ ...NOTHING, documents }, file('a.pdf', Buffer.alloc(3_000_000)), EVENTS)
    expect(failed(await read(zip))).toContain(`documents: `)
    expect(failed(await read(zip))).toContain(ENOUGH)
  })

  it('of files that the manifest lists again and again', async () => {
    const entries = Array.from({ length: 20_000 }, () => ({ name: 'a', size: 1, sha256: '' }))
    expect(failed(await read(archive({ ...NOTHING, entries }, file('a', Buffer.alloc(3_000_000)), EVENTS)))).toContain(ENOUGH)
  })

  it('of seals in an audit trail', async () => {
    const trail = Buffer.from('/ByteRange [0 2900000 2900001 10] '.repeat(90_000))
    expect(failed(await read(archive(NOTHING, file('audit-trail.pdf', trail), EVENTS)))).toContain(ENOUGH)
  })

  it('of signatures in an XML file', async () => {
    const xml = `<a>${'<ds:Signature xmlns:ds=""></ds:Signature>'.repeat(40_000)}</a>`
    const zip = archive({ ...NOTHING, documents: [{ id: 'doc_1', name: 'a', entry: 'a.xml' }] }, file('a.xml', xml), EVENTS)
    expect(failed(await read(zip))).toContain(ENOUGH)
  })

  it('of problems, of which not all are told', async () => {
    const events = JSON.stringify(Array.from({ length: 5_000 }, () => ({ fact: {} })))
    const found = await read(archive(NOTHING, file('events.json', events)))
    expect(found?.checks.find(({ name }) => name === 'events')?.said.length).toBeLessThan(110)
  })

  it('of levels in what happened', async () => {
    const events = `[{"fact": ${'['.repeat(50_000)}${']'.repeat(50_000)}}]`
    expect(failed(await read(archive(NOTHING, file('events.json', events))))).not.toBe('')
  })
})
