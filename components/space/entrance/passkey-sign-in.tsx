'use client'
// Signing in with a passkey: by its button, or by what the browser offers in the field of the address.

import { useEffect } from 'react'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { useBrowser } from '@/components/ui/use-browser'
import { hasPasskeys, offerInField, openWithPasskey } from '../passkeys'
import { ProblemNotice, useAct } from '../use-act'

const enter = () => window.location.assign('/space')

/** Nothing where the browser has no passkeys. */
export function PasskeySignIn() {
  const t = useTranslations('space.signIn')
  const able = useBrowser(hasPasskeys, false)
  const { busy, problem, run } = useAct()
  useEffect(() => {
    if (!able) return
    return offerInField(enter, (error) => void run(() => Promise.reject(error as Error)))
    // oxlint-disable-next-line react/exhaustive-deps -- `run` is new at each drawing, and does the same
  }, [able])
  if (!able) return null
  const open = async () => {
    let entered = false
    await run(async () => {
      entered = await openWithPasskey()
    })
    if (entered) enter()
  }
  return (
    <div className="mt-3 space-y-4">
      <Button kind="outline" wide busy={busy} icon={<KeyRound className="size-5" aria-hidden />} onClick={() => void open()}>
        {t('passkey')}
      </Button>
      <ProblemNotice problem={problem} />
    </div>
  )
}
