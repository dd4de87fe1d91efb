// Runs openssl as a judge and as a maker of other people's certificates, in a directory that goes away after the tests.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Workshop = {
  readonly directory: string
  file(name: string, content: Uint8Array | string): string
  bytes(name: string): Buffer
  /** Standard output and error together; throws when openssl fails. */
  openssl(...args: string[]): string
  /** The same without throwing. */
  tryOpenssl(...args: string[]): { ok: boolean; output: string }
  close(): void
}

export function openWorkshop(): Workshop {
  const directory = mkdtempSync(path.join(tmpdir(), 'qsh-openssl-'))
  const tryOpenssl = (...args: string[]): { ok: boolean; output: string } => {
    const run = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' })
    return { ok: run.status === 0, output: `${run.stdout}${run.stderr}` }
  }
  return {
    directory,
    file(name, content) {
      writeFileSync(path.join(directory, name), content)
      return name
    },
    bytes: (name) => readFileSync(path.join(directory, name)),
    tryOpenssl,
    openssl(...args) {
      const { ok, output } = tryOpenssl(...args)
      if (!ok) throw new Error(`openssl ${args.join(' ')}\n${output}`)
      return output
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  }
}

export const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`

let serials = 1000

/** Makes `name.pem`, `name.der` and `name.key`; self-signed, or issued by `issuer` which must have been made before. */
export function makeCertificate(
  workshop: Workshop,
  name: string,
  {
    key,
    subject,
    extensions = [],
    issuer,
    serial = String(++serials),
  }: {
    key: readonly string[]
    subject: string
    extensions?: readonly string[]
    issuer?: string
    serial?: string
  },
): Buffer {
  workshop.openssl('genpkey', ...key, '-out', `${name}.key`)
  workshop.openssl('req', '-new', '-utf8', '-key', `${name}.key`, '-subj', subject, '-out', `${name}.csr`)
  workshop.file(`${name}.ext`, extensions.join('\n'))
  const signer = issuer === undefined ? ['-signkey', `${name}.key`] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`]
  workshop.openssl(
    'x509',
    '-req',
    '-in',
    `${name}.csr`,
    ...signer,
    '-set_serial',
    serial,
    '-days',
    '30',
    '-sha256',
    '-extfile',
    `${name}.ext`,
    '-out',
    `${name}.pem`,
  )
  workshop.openssl('x509', '-in', `${name}.pem`, '-outform', 'DER', '-out', `${name}.der`)
  return workshop.bytes(`${name}.der`)
}

/**
 * What `openssl cms -sign` makes of this content: DER, detached unless an option says otherwise, signed by each of these people with the
 * certificate and key that were made for this name.
 */
export function signCms(workshop: Workshop, content: Uint8Array | string, people: readonly string[], ...options: string[]): Buffer {
  workshop.file('to-sign', content)
  const signers = people.flatMap((name) => ['-signer', `${name}.pem`, '-inkey', `${name}.key`])
  // Options for a key, such as its padding, stand behind the key.
  workshop.openssl(...['cms', '-sign', '-binary', '-outform', 'DER', '-in', 'to-sign', '-out', 'signed.p7s'], ...signers, ...options)
  return workshop.bytes('signed.p7s')
}

export const P256 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'] as const
export const BRAINPOOL = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'] as const
export const RSA = ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'] as const
export const CA_EXTENSIONS = [
  'basicConstraints=critical,CA:TRUE',
  'keyUsage=critical,keyCertSign,cRLSign',
  'subjectKeyIdentifier=hash',
] as const

/** Cuts the bytes off, and flips a bit of them, at every `step` bytes. A reader may read or refuse the result, but do nothing else. */
export function* damaged(bytes: Uint8Array, step = 1): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    yield bytes.subarray(0, at)
    const flipped = Uint8Array.from(bytes)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    yield flipped
  }
}
