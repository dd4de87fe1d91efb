'use client'
// A code that arrives by text message, offered by the browser (WebOTP): the last line of the message names this site. Browsers without it
// offer the code above the keyboard, by the field's `one-time-code`.

import { useEffect, useEffectEvent } from 'react'

type CodeRequest = CredentialRequestOptions & { otp: { transport: readonly ['sms'] } }

/** Calls back once, with the digits, when the person allows the browser to read the message. Asks while the field is shown. */
export function useTextedCode(wanted: boolean, onCode: (code: string) => void): void {
  const found = useEffectEvent(onCode)
  useEffect(() => {
    if (!wanted || !('OTPCredential' in window)) return undefined
    const abort = new AbortController()
    const wish: CodeRequest = { otp: { transport: ['sms'] }, signal: abort.signal }
    navigator.credentials.get(wish).then(
      (credential) => {
        const code = (credential as { code?: unknown } | null)?.code
        if (typeof code === 'string' && /^\d{6}$/.test(code)) found(code)
      },
      () => undefined, // they type it, or the page has moved on
    )
    return () => abort.abort()
  }, [wanted])
}
