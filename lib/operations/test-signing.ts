// Signs a request for tests the way the journey's last step does: key in the vault, certificate of the test CA, B-LTA on every document.

import { createHash, randomBytes } from 'node:crypto'
import type { Fact } from '../domain/event'
import { newId } from '../domain/ids'
import { complete, prepare } from '../signature/pades'
import { extend } from '../signature/long-term'
import { memorySource, withTails } from '../signature/pdf/source'
import type { Context } from './context'
import { append, type Entry } from './evidence'
import { withParts } from './request/get-signature-request'
import { addRevision, latestRevision, readRevision } from './revisions'
import { signatureTrust } from './signing/signature-trust'

const PIN = '482915'
type Names = { givenNames: string; surname: string }

/** Everything up to `signer_signed`; what follows is the job `complete_request`. */
export async function signAs(context: Context, requestId: string, signerId: string, names: Names): Promise<void> {
  const row = await context.db.signatureRequest.findUniqueOrThrow({ where: { id: requestId }, include: withParts })
  const credential = await newCredential(context, signerId, names)
  const trust = context.trust('test')
  const facts: Fact[] = [{ type: 'signature_authorised', signer: signerId, activation: newId('act'), credential: credential.id, factors: ['pin', 'otp_sms'] }]
  for (const part of row.documents) {
    const base = await latestRevision(context.db, part.id)
    const source = memorySource(await readRevision(context, base))
    const prepared = await prepare(source, {
      field: signerId, certificate: credential.certificate, chain: trust.chain().slice(0, 1), now: context.now(),
      mark: { title: `${names.givenNames} ${names.surname}`, lines: ['Qualified electronic signature'], warning: 'TEST, NOT QUALIFIED' },
    })
    const signed = await complete(prepared, await credential.sign(Buffer.from(prepared.toSign, 'base64')), { stamp: (digest) => trust.stamp(digest) })
    const tail = await extend(withTails(source, [signed]), signatureTrust(trust), { field: signerId })
    const parts = [await context.blobs.put(signed), await context.blobs.put(tail)]
    const sha256 = createHash('sha256').update(source.read(0, source.size)).update(signed).update(tail).digest('hex')
    await addRevision(context.db, {
      requestDocumentId: part.id, number: base.number + 1, kind: 'signed', sha256, sizeBytes: source.size + signed.length + tail.length,
      parts: [...base.parts, ...parts], signerId, createdAt: context.now(),
    })
    facts.push({
      type: 'document_signed', signer: signerId, document: part.documentId, before: base.sha256, after: sha256, serial: credential.serialHex,
      level: 'PAdES-B-LTA', timestamp: context.now().toISOString(),
    })
  }
  facts.push({ type: 'signer_signed', signer: signerId })
  const entries = facts.map((fact): Entry => ({ actor: fact.type === 'signature_authorised' ? 'signer' : 'system', fact }))
  await context.db.$transaction((tx) => append(context, tx, requestId, entries))
}

async function newCredential(context: Context, signerId: string, names: Names) {
  const id = newId('cred')
  const { wrapped, csr } = await context.vault.createCredential({ pin: PIN, credentialId: id, subjectCommonName: `${names.givenNames} ${names.surname}` })
  const { certificate, serialHex, notAfter } = await context.trust('test').issue(csr, { ...names, country: 'PL', serialNumber: `QSH-${id.slice(-8)}` }, 'test')
  await context.db.credential.create({
    data: {
      id, holder: 'test', mode: 'test', signerId, wrapped: JSON.parse(JSON.stringify(wrapped)), csr: new Uint8Array(csr),
      certificate: new Uint8Array(certificate), serialHex, subject: new Uint8Array(), createdAt: context.now(), issuedAt: context.now(), expiresAt: notAfter,
    },
  })
  const sign = async (toSign: Uint8Array): Promise<Uint8Array> => {
    const activation = { activationId: newId('act'), signerId, nonce: randomBytes(16) }
    const { mac } = context.vault.otpMac({ ...activation, credentialId: id, toSign: [toSign], otp: '123456' })
    const [signature] = await context.vault.sign({ wrapped, credentialId: id, pin: PIN, otp: '123456', otpMac: mac, activation, toSign: [toSign] })
    if (!signature) throw new Error('the vault gave no signature')
    return signature
  }
  return { id, certificate, serialHex, sign }
}
