// As many signers as a request takes: completed in the sandbox one after the other, and every signature judged by pdfsig and openssl.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { judgePdf } from '@/e2e/judges/pdf'
import { openIdentityAnalysis } from '../../adapters/identity/analysis'
import { loadEvents } from '../evidence'
import { readRevision, latestRevision } from '../revisions'
import { testContext } from '../test-context'
import { newRequest } from '../testing/journey-walk'
import { completeSandboxSigner } from './complete-sandbox-signer'

test('a request with 20 signers completes, and judges find all 20 signatures valid', async () => {
  const identity = openIdentityAnalysis()
  const t = await testContext({ identity })
  const people = [...'ABCDEFGHIJKLMNOPQRST'].map((letter) => ({ name: `Anna ${letter}kova`, email: `${letter.toLowerCase()}@example.com` }))
  const request = await newRequest(t, people)
  for (const { id } of request.signers) expect(await completeSandboxSigner(t.context, t.caller, { signerId: id })).toMatchObject({ at: 'signed' })
  expect((await loadEvents(t.context.db, request.id)).map(({ fact }) => fact.type)).toContain('request_completed')

  const { id } = await t.context.db.requestDocument.findFirstOrThrow({ where: { requestId: request.id } })
  const directory = mkdtempSync(path.join(tmpdir(), 'sandbox-'))
  const [file, root] = [path.join(directory, 'signed.pdf'), path.join(directory, 'root.pem')]
  writeFileSync(file, await readRevision(t.context, await latestRevision(t.context.db, id)))
  writeFileSync(root, t.pki.rootPem)
  const { signatures, cms, documentTimestamps, problems } = judgePdf(file, [root])
  expect(problems).toEqual([])
  expect([signatures.length, cms.length, documentTimestamps.length]).toEqual([20, 20, 20])
  expect(signatures.map(({ signer }) => signer)).toEqual(people.map(({ name }) => name))
  identity.close()
  await t.close()
}, 1_800_000)
