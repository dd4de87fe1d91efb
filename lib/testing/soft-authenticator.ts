// An authenticator in software: makes keys and signs with them as WebAuthn 6 says, and lies where a test wants it to.

import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto'
import { addPasskey, offerPasskey } from '../operations/space/passkeys/add-passkey'
import type { NewKeyAnswer, SignInAnswer } from '../operations/space/passkeys/judge-answer'
import type { SpaceVisit } from './space-visit'
import type { TestContext } from './test-context'

const ORIGIN = 'https://sign.example.com'
const FLAGS = { present: 0x01, verified: 0x04, mayBackUp: 0x08, backedUp: 0x10, withKey: 0x40 }

/** What an answer says instead of the truth. `algorithm`: of COSE. `maker`: whoever vouches for the authenticator, in a packed statement. */
export type Lies = {
  origin?: string
  host?: string
  type?: string
  challenge?: string
  counter?: number
  verified?: boolean
  mayBackUp?: boolean
  userHandle?: string
  id?: string
  algorithm?: number
  format?: string
  maker?: { certificate: Uint8Array; key: KeyObject }
  key?: KeyObject
}

export class SoftAuthenticator {
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly id = randomBytes(32).toString('base64url')
  private handle = ''
  counter = 0

  /** Of a synced passkey, which does not count, unless `counts`. */
  constructor(private readonly counts = false) {}

  get privateKey(): KeyObject {
    return this.keys.privateKey
  }

  make({ challenge, user }: { challenge: string; user: { id: string } }, lies: Lies = {}): NewKeyAnswer {
    this.handle = user.id
    const id = Buffer.from(this.id, 'base64url')
    const length = Buffer.from([id.length >> 8, id.length & 0xff])
    const authData = Buffer.concat([this.data(FLAGS.withKey, lies), Buffer.alloc(16), length, id, this.publicKey(lies.algorithm ?? -7)])
    const clientData = this.clientData(challenge, { type: 'webauthn.create', ...lies })
    const { maker, format = maker ? 'packed' : 'none' } = lies
    const sig = sign('sha256', over(authData, clientData), maker?.key ?? this.keys.privateKey)
    const statement = format === 'none' ? {} : { alg: -7, sig, ...(maker ? { x5c: [maker.certificate] } : {}) }
    const attestation = cbor({ fmt: format, attStmt: statement, authData })
    return { id: lies.id ?? this.id, clientData, attestation: attestation.toString('base64url') }
  }

  sign({ challenge }: { challenge: string }, lies: Lies = {}): SignInAnswer {
    if (this.counts) this.counter += 1
    const data = this.data(0, lies)
    const clientData = this.clientData(challenge, { type: 'webauthn.get', ...lies })
    return {
      id: lies.id ?? this.id,
      clientData,
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', over(data, clientData), lies.key ?? this.keys.privateKey).toString('base64url'),
      userHandle: lies.userHandle ?? this.handle,
    }
  }

  private clientData(challenge: string, lies: Lies): string {
    const said = { type: lies.type, challenge: lies.challenge ?? challenge, origin: lies.origin ?? ORIGIN, crossOrigin: false }
    return Buffer.from(JSON.stringify(said)).toString('base64url')
  }

  private data(more: number, { host = new URL(ORIGIN).hostname, verified = true, mayBackUp = !this.counts, counter }: Lies): Buffer {
    const flags = FLAGS.present | (verified ? FLAGS.verified : 0) | (mayBackUp ? FLAGS.mayBackUp | FLAGS.backedUp : 0) | more
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter ?? this.counter)
    return Buffer.concat([sha256(Buffer.from(host)), Buffer.from([flags]), count])
  }

  /** COSE_Key (RFC 9053 7.1.1) of a point on P-256. */
  private publicKey(algorithm: number): Buffer {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' })
    return cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, algorithm],
        [-1, 1],
        [-2, Buffer.from(x, 'base64url')],
        [-3, Buffer.from(y, 'base64url')],
      ]),
    )
  }
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
/** What is signed (WebAuthn 6.3.2 and 6.3.3). */
const over = (authData: Buffer, clientData: string): Buffer => Buffer.concat([authData, sha256(Buffer.from(clientData, 'base64url'))])

/** As much of RFC 8949 as an attestation takes. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value)
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value])
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)])
  const entries = value instanceof Map ? [...value] : Object.entries(value as object)
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)])
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value])
  if (value < 256) return Buffer.from([(major << 5) | 24, value])
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff])
}

const DESK = { kind: 'desk', place: { browser: 'Chrome', system: 'Windows', zone: 'Europe/Warsaw' } } as const

/** Adds a passkey of this authenticator to the space that is open. */
export async function addPasskeyOf(
  { context }: Pick<TestContext, 'context'>,
  visit: Pick<SpaceVisit, 'caller'>,
  with_: SoftAuthenticator,
  lies: Lies = {},
): Promise<void> {
  const caller = await visit.caller()
  const answer = with_.make(await offerPasskey(context, caller), lies)
  await addPasskey(context, caller, { answer, device: DESK })
}
