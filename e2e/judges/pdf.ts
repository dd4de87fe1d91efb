// Independent judges of a signed PDF: pdfsig, qpdf and openssl, none of them ours.
import { execFileSync, spawnSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { cadesVerification } from '../../lib/testing/crypto/judge-arguments'
import { extractSignatures, signatureTimestamp } from './signatures'

export type Judgement = {
  pdfsig: string
  /** What pdfsig says of each PAdES signature, in order; document time-stamps are judged by openssl. */
  signatures: readonly { signer: string; valid: boolean; wholeDocument: boolean }[]
  qpdf: { clean: boolean; output: string }
  cms: readonly boolean[]
  signatureTimestamps: readonly boolean[]
  documentTimestamps: readonly boolean[]
  problems: readonly string[]
}

function run(command: string, args: readonly string[]): { ok: boolean; output: string } {
  const result = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
  return { ok: result.status === 0, output: `${result.stdout}${result.stderr}` }
}

/** `roots`: PEM files of the trust anchors; a signature passes when it verifies against any of them. */
export function judgePdf(file: string, roots: readonly string[]): Judgement {
  const problems: string[] = []
  const pdfsig = run('pdfsig', ['-nocert', file]).output
  const qpdf = run('qpdf', ['--check', file])
  if (!qpdf.ok) problems.push(`qpdf: ${qpdf.output}`)
  const signatures = pdfsig
    .split(/\nSignature #/)
    .slice(1)
    .flatMap((block) => {
      // poppler 22 cannot read document time-stamps and calls their type unknown; openssl judges those below.
      if (/Signature Type: (?:ETSI\.RFC3161|unknown)/.test(block)) return []
      const signer = /Signer Certificate Common Name: (.*)/.exec(block)?.[1]?.trim() ?? ''
      return [{ signer, valid: block.includes('Signature is Valid'), wholeDocument: block.includes('Total document signed') }]
    })
  for (const s of signatures) if (!s.valid) problems.push(`pdfsig: ${s.signer} is not valid`)

  const cms: boolean[] = [],
    signatureTimestamps: boolean[] = [],
    documentTimestamps: boolean[] = []
  const verifies = (args: (root: string) => readonly string[]) => roots.some((root) => run('openssl', args(root)).ok)
  const stamped = (token: string, data: string) =>
    verifies((root) => ['ts', '-verify', '-in', token, '-token_in', '-data', data, '-CAfile', root])
  const note = (list: boolean[], name: string, ok: boolean) => {
    list.push(ok)
    if (!ok) problems.push(`openssl: ${name} does not verify`)
  }
  for (const signature of extractSignatures(readFileSync(file))) {
    if (signature.subFilter === 'ETSI.RFC3161') {
      note(documentTimestamps, 'document time-stamp', stamped(signature.der, signature.content))
      continue
    }
    note(
      cms,
      'signature',
      verifies((root) => cadesVerification(signature.der, signature.content, root)),
    )
    const stamp = signatureTimestamp(signature, readFileSync(signature.der))
    if (stamp) note(signatureTimestamps, 'signature time-stamp', stamped(stamp.token, stamp.data))
  }
  return { pdfsig, signatures, qpdf: { clean: qpdf.ok, output: qpdf.output }, cms, signatureTimestamps, documentTimestamps, problems }
}

/** Asks the running responder about every signer certificate of the file's last signature; returns openssl's answers. */
export function askOcsp(file: string, pki: { baseUrl: string; directory: string }): readonly string[] {
  const issuing = `${pki.directory}/issuing.pem`
  return extractSignatures(readFileSync(file))
    .filter((s) => s.subFilter === 'ETSI.CAdES.detached')
    .map((signature) => {
      const certificates = execFileSync('openssl', ['pkcs7', '-inform', 'DER', '-in', signature.der, '-print_certs'], { encoding: 'utf8' })
      const signer =
        (certificates.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g) ?? []).find(
          (pem) => !new X509Certificate(pem).ca,
        ) ?? ''
      writeFileSync(`${signature.der}.signer.pem`, `${signer}\n`)
      return run('openssl', [
        'ocsp',
        '-issuer',
        issuing,
        '-cert',
        `${signature.der}.signer.pem`,
        '-url',
        `${pki.baseUrl}/pki/ocsp`,
        '-CAfile',
        `${pki.directory}/root.pem`,
      ]).output
    })
}
