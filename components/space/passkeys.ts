// What the browser and its authenticators do with passkeys (WebAuthn), between two calls of the server.

import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser'
import { keepPasskey, newPasskeyOptions, passkeyChallenge, signInWithPasskey } from './space-client'

/** `known`: this authenticator has one already; `given_up`: the person closed its window, took too long, or it can make none. */
export type Made = 'done' | 'known' | 'given_up'

/** False over an insecure connection as well. */
export const hasPasskeys = (): boolean => browserSupportsWebAuthn()

export async function makePasskey(): Promise<Made> {
  const made = await startRegistration({ optionsJSON: await newPasskeyOptions() }).catch((error: unknown) =>
    error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED' ? 'known' : 'given_up',
  )
  if (typeof made === 'string') return made
  const { id, response } = made
  await keepPasskey({ id, clientData: response.clientDataJSON, attestation: response.attestationObject })
  return 'done'
}

/** Browsers put one question at a time: while the person answers that of the button, none is put beside the field. */
let pressed = false

/** Answers whether the person is signed in. */
export async function openWithPasskey(): Promise<boolean> {
  pressed = true
  try {
    return await answer({ optionsJSON: await passkeyChallenge() })
  } finally {
    pressed = false
  }
}

/** False when it was given up, or there is no passkey here: browsers do not say which, so that no page learns what passkeys there are. */
async function answer(question: Parameters<typeof startAuthentication>[0]): Promise<boolean> {
  const signed = await startAuthentication(question).catch(() => null)
  if (signed === null) return false
  const { clientDataJSON, authenticatorData, signature, userHandle = '' } = signed.response
  await signInWithPasskey({ id: signed.id, clientData: clientDataJSON, authenticatorData, signature, userHandle })
  return true
}

/** Sooner than a challenge is over (lib/operations/space/passkeys). */
const ASKED_ANEW_MS = 4 * 60_000

/**
 * Has the browser offer its passkeys in the field of the address, where it can, until the page is left; every other question takes its place.
 * `failed`: the person has taken one that opens nothing. Answers how to stop it.
 */
export function offerInField(signedIn: () => void, failed: (error: unknown) => void): () => void {
  let stopped = false
  const offer = async () => {
    if (document.visibilityState !== 'visible' || !(await browserSupportsWebAuthnAutofill())) return
    // Nobody has asked for it, so nobody is told when it cannot be offered.
    const optionsJSON = await passkeyChallenge().catch(() => null)
    if (!optionsJSON || stopped || pressed) return
    if (await answer({ optionsJSON, useBrowserAutofill: true })) signedIn()
  }
  const ask = () => void offer().catch(failed)
  const anew = setInterval(ask, ASKED_ANEW_MS)
  ask()
  return () => {
    stopped = true
    clearInterval(anew)
    WebAuthnAbortService.cancelCeremony()
  }
}
