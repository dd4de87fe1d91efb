// Hands what was signed to programs that are not ours: every signature valid, time-stamped twice, its certificate known to the responder, its mark readable.

import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from '@playwright/test'
import { unzipSync } from 'fflate'
import { askOcsp, judgePdf } from '../judges/pdf'
import { fetchPki, type RunningServer } from '../server'
import type { Asked } from './people'

export type Archive = { documents: readonly string[]; events: readonly { type: string; at: number }[] }

/** The signed documents as files, and what the evidence says happened when. */
async function archiveOf({ api, request }: Asked, directory: string): Promise<Archive> {
  const entries = unzipSync(await api.download(request.id, { include: 'audit_trail' }))
  const documents = Object.entries(entries)
    .filter(([name]) => name.startsWith('documents/'))
    .map(([name, bytes]) => {
      const file = path.join(directory, `${request.id}-${path.basename(name)}`)
      writeFileSync(file, bytes)
      return file
    })
  const events = JSON.parse(Buffer.from(entries['events.json'] ?? []).toString()) as { at: string; fact: { type: string } }[]
  return { documents, events: events.map(({ at, fact }) => ({ type: fact.type, at: Date.parse(at) })) }
}

/** `names`: of the signers, in their order. Answers the evidence for more questions. */
export async function expectAllValid(product: RunningServer, asked: Asked, names: readonly string[], documents: number): Promise<Archive> {
  const directory = mkdtempSync(path.join(tmpdir(), 'judged-'))
  const pki = await fetchPki(product.baseUrl, directory)
  const archive = await archiveOf(asked, directory)
  expect(archive.documents).toHaveLength(documents)
  const each = names.map(() => true)
  for (const file of archive.documents) {
    const judged = judgePdf(file, [pki.root])
    expect(judged.problems).toEqual([])
    expect(judged.signatures.map(({ signer, valid }) => `${signer}: ${valid}`)).toEqual(names.map((name) => `${name}: true`))
    expect([judged.cms, judged.signatureTimestamps, judged.documentTimestamps]).toEqual([each, each, each])
    for (const answer of askOcsp(file, pki)) expect(answer).toMatch(/: good\n/)
    // The visible marks show the names in their own letters.
    const text = execFileSync('pdftotext', [file, '-'], { encoding: 'utf8' })
    for (const name of names) expect(text).toContain(name)
  }
  return archive
}
