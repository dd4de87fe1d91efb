'use client'
// Adds a passkey on this device: after a fresh code to the phone, or, for a person who has no certificate, after a fresh link.

import { useState } from 'react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { CodeInput } from '@/components/ui/code-input'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { useBrowser } from '@/components/ui/use-browser'
import { unbroken } from '@/components/ui/when'
import { hasPasskeys, makePasskey, type Made } from '../passkeys'
import { postSpaceAct, signOut } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

/** What this session has proven of late; `code` and `link`: what is asked for first. */
export type Proof = 'given' | 'code' | 'link'

export function AddPasskey({ proof, phone }: { proof: Proof; phone: string }) {
  const t = useTranslations('space.passkeys')
  const able = useBrowser(hasPasskeys, true)
  if (!able) return <Notice tone="info">{t('unable')}</Notice>
  if (proof === 'code') return <FreshCode phone={phone} />
  return proof === 'link' ? <FreshLink /> : <MakePasskey />
}

function MakePasskey() {
  const t = useTranslations('space.passkeys')
  const router = useRouter()
  const { busy, problem, run } = useAct()
  const [made, setMade] = useState<Made | null>(null)
  const make = async () => {
    setMade(null)
    await run(async () => setMade(await makePasskey()))
    // The list has one more, or what was proven is not fresh any more.
    router.refresh()
  }
  return (
    <div className="space-y-4">
      {made !== null && (
        <Notice tone={made === 'done' ? 'good' : 'info'} focus>
          {t(`made.${made}`)}
        </Notice>
      )}
      <ProblemNotice problem={problem} />
      <Button wide busy={busy} onClick={() => void make()}>
        {t('add')}
      </Button>
      <p className="text-sm text-soft">{t('hint')}</p>
    </div>
  )
}

/** `phone`: masked. */
function FreshCode({ phone }: { phone: string }) {
  const t = useTranslations('space')
  const router = useRouter()
  const { busy, problem, run } = useAct()
  const [sent, setSent] = useState(false)
  const [code, setCode] = useState('')
  const send = async () => {
    if (await run(() => postSpaceAct({ act: 'send_sign_in_code' }))) setSent(true)
  }
  const prove = async () => {
    if (await run(() => postSpaceAct({ act: 'prove_phone', code }))) return router.refresh()
    setCode('')
  }
  return (
    <Form send={() => void (sent ? prove() : send())} className="space-y-5">
      <p>{t('passkeys.code', { phone: unbroken(phone) })}</p>
      {sent && (
        <CodeInput label={t('code.label')} hint={t('code.hint')} value={code} onChange={setCode} boxes={6} oneTime autoFocus name="code" />
      )}
      <ProblemNotice problem={problem} />
      <Button type="submit" wide busy={busy} disabled={sent && code.length !== 6}>
        {sent ? t('passkeys.prove') : t('code.send')}
      </Button>
      {sent && (
        <Button kind="quiet" size="small" className="-ml-4" onClick={() => void send()}>
          {t('code.resend')}
        </Button>
      )}
    </Form>
  )
}

function FreshLink() {
  const t = useTranslations('space.passkeys')
  const { busy, problem, run } = useAct()
  const leave = async () => {
    if (await run(signOut)) window.location.assign('/space/sign-in')
  }
  return (
    <div className="space-y-4">
      <Notice tone="info">{t('link')}</Notice>
      <ProblemNotice problem={problem} />
      <Button kind="outline" wide busy={busy} onClick={() => void leave()}>
        {t('signInAgain')}
      </Button>
    </div>
  )
}
