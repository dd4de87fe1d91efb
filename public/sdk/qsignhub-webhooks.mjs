// Verifies webhooks of QSignHub in Node 18 or later. One file without dependencies: copy it into your project.
//
//   import { verifyWebhook } from './qsignhub-webhooks.mjs'
//   const event = verifyWebhook({ payload: rawBody, headers: request.headers, secret: process.env.QSIGNHUB_WEBHOOK_SECRET })
//
// `payload` is the body exactly as it came, before any JSON parser: in Express, express.raw({ type: 'application/json' }).
// A delivery may come more than once, and in any order: remember event.id and ignore what you have seen.

import { createHmac, timingSafeEqual } from 'node:crypto'

export class WebhookVerificationError extends Error {
  /** `code` says in one word what is wrong; see WebhookVerificationCode. */
  constructor(code, message) {
    super(message)
    this.name = 'WebhookVerificationError'
    this.code = code
  }
}

/**
 * Answers the event, or throws WebhookVerificationError. An old delivery that somebody recorded and sends again is refused: its time is
 * part of what is signed, and may be off by `toleranceSeconds` at most.
 */
export function verifyWebhook({ payload, headers, secret, secrets, toleranceSeconds = 300, now = new Date() }) {
  const body = bytesOf(payload)
  const keys = keysOf(secrets ?? (secret === undefined ? [] : [secret]))
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  const signatures = headerOf(headers, 'webhook-signature')
  requireRecent(timestamp, toleranceSeconds, now)
  if (!isSignedByOne(keys, Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]), signatures)) {
    throw new WebhookVerificationError('signature_mismatch', 'No signature in webhook-signature matches: another secret, or not the body as it came.')
  }
  return eventOf(body)
}

/**
 * Checks X-QSignHub-Signature, which is over the body alone: it proves who sent it, but not when, so an old delivery passes. Prefer
 * verifyWebhook. Answers false for anything that is not right, whatever it is.
 */
export function verifyLegacySignature(payload, signature, secret) {
  if (typeof signature !== 'string' || typeof secret !== 'string' || secret === '') return false
  const given = /^sha256=([0-9a-f]{64})$/i.exec(signature.trim())?.[1]
  if (given === undefined) return false
  return isEqual(createHmac('sha256', secret).update(bytesOf(payload)).digest(), Buffer.from(given, 'hex'))
}

/** Every secret is tried with every signature, whatever matches, so that the time tells nothing. */
function isSignedByOne(keys, signed, header) {
  const given = header.split(' ').filter((entry) => entry.startsWith('v1,')).map((entry) => Buffer.from(entry.slice(3), 'base64'))
  let found = false
  for (const key of keys) {
    const expected = createHmac('sha256', key).update(signed).digest()
    for (const signature of given) found = isEqual(expected, signature) || found
  }
  return found
}

/** timingSafeEqual throws where the lengths differ. */
function isEqual(expected, given) {
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function requireRecent(timestamp, toleranceSeconds, now) {
  if (!Number.isFinite(toleranceSeconds) || toleranceSeconds < 0) throw new TypeError('toleranceSeconds is a number of seconds')
  if (!/^\d{1,12}$/.test(timestamp)) throw new WebhookVerificationError('malformed_header', 'webhook-timestamp is not a number of seconds.')
  const age = Math.floor(Number(now) / 1000) - Number(timestamp)
  if (Math.abs(age) <= toleranceSeconds) return
  throw new WebhookVerificationError('timestamp_out_of_range', age > 0
    ? `The delivery was signed ${age} seconds ago. It is being repeated by somebody, or the clock of this machine is wrong.`
    : `The delivery is signed ${-age} seconds in the future. The clock of this machine is wrong.`)
}

/** From a Headers object, or from what Node's servers give: names in lower case, or as a caller wrote them. */
function headerOf(headers, name) {
  const value = typeof headers?.get === 'function'
    ? headers.get(name)
    : Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1]
  if (value === null || value === undefined || value === '') throw new WebhookVerificationError('missing_header', `The header ${name} is missing.`)
  if (typeof value !== 'string' || value.length > 4096) throw new WebhookVerificationError('malformed_header', `The header ${name} is not a single short text.`)
  return value
}

function keysOf(secrets) {
  if (secrets.length === 0) throw new TypeError('give the secret of the endpoint, in secret or secrets')
  return secrets.map((secret) => {
    const encoded = typeof secret === 'string' ? /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(secret.trim())?.[1] : undefined
    const key = Buffer.from(encoded ?? '', 'base64')
    if (key.length < 24 || key.length > 64) throw new TypeError('a secret begins with whsec_ and is copied whole')
    return key
  })
}

function bytesOf(payload) {
  if (typeof payload === 'string') return Buffer.from(payload, 'utf8')
  if (payload instanceof Uint8Array) return payload
  throw new TypeError('payload is the raw body, as text or bytes: what a JSON parser made of it cannot be verified')
}

function eventOf(body) {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    throw new WebhookVerificationError('malformed_payload', 'The signature is right, but the body is not JSON.')
  }
}
