// Files that were made to exhaust their reader, signed at once: each is signed or refused, with an answer.

import { expect, it } from 'vitest'
import { isSound, pdfsig } from '../../../scripts/judges'
import { installation } from '../../testing/as-installation'
import { hostileDocuments } from '../../testing/hostile/documents'
import * as direct from './direct-signatures'

const t = installation()

// A file that was odd before stays so.
it('answers each, and what it signs is valid and as sound as it came', async () => {
  for (const { name, bytes } of hostileDocuments(4)) {
    const body = JSON.stringify({ document: bytes.toString('base64'), signer: { name: 'Anna', identifier: 'anna' } })
    const headers = { 'x-api-key': t.apiKey, 'content-type': 'application/json' }
    const answer = await direct.sign.handle(new Request('https://sign.example.com/v1/signatures', { method: 'POST', body, headers }), {})
    const text = await answer.text()
    expect([200, 422], `${name}: ${text.slice(0, 300)}`).toContain(answer.status)
    if (answer.status !== 200) continue
    const signed = Buffer.from((JSON.parse(text) as { document: string }).document, 'base64')
    expect(
      pdfsig(signed).map(({ verdict }) => verdict),
      name,
    ).toContain('Signature is Valid.')
    expect(isSound(signed) || !isSound(bytes), name).toBe(true)
  }
})
