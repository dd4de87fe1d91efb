'use client'
// Signing in to the console with an API key.

import { useRef, useState } from 'react'
import { signIn } from 'next-auth/react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'

/** `to` is a path of our own, checked by the page. */
export function SignInForm({ to }: { to: string }) {
  const t = useTranslations('console.signIn')
  const form = useRef<HTMLFormElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<'wrong' | 'failed' | null>(null)

  async function submit(): Promise<void> {
    const key = form.current === null ? null : new FormData(form.current).get('key')
    setBusy(true)
    setProblem(null)
    try {
      const answer = await signIn('credentials', { key: typeof key === 'string' ? key : '', redirect: false })
      if (answer?.ok === true && !answer.error) return window.location.assign(to)
      setProblem('wrong')
    } catch {
      setProblem('failed')
    }
    setBusy(false)
  }

  return (
    <Form ref={form} send={() => void submit()} className="mt-6 space-y-5">
      <Field
        label={t('key')}
        hint={t('hint')}
        name="key"
        type="password"
        required
        autoComplete="current-password"
        spellCheck={false}
        autoCapitalize="none"
        className="font-mono"
        {...(problem === null ? {} : { error: t(problem) })}
      />
      <Button type="submit" wide busy={busy}>
        {t('submit')}
      </Button>
    </Form>
  )
}
