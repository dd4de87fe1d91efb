'use client'
// Where a message is written: counts as people count, keeps what was typed when sending fails, and never sends one message twice.

import { useRef, useState } from 'react'
import { useTranslations } from 'next-intl'
import { countCharacters, MESSAGE_CHARACTERS } from '@/lib/domain/conversation'
import { Button } from '@/components/ui/button'
import { TextArea } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { ThreadProblem } from './thread-data'

/** The count is shown once so few are left. */
const NEAR = 200

export function Composer({ write, hint }: { write(text: string, sentAs: string): Promise<void>; hint: string }) {
  const t = useTranslations('conversation')
  const [text, setText] = useState('')
  const [state, setState] = useState<{ busy: boolean; missing: boolean; problem: string | null; sent: number }>({
    ...{ busy: false, missing: false, problem: null, sent: 0 },
  })
  const name = useRef<string | null>(null)
  const left = MESSAGE_CHARACTERS - countCharacters(text)
  const send = async () => {
    if (text.trim() === '') return setState((now) => ({ ...now, missing: true }))
    if (left < 0 || state.busy) return
    const sentAs = (name.current ??= crypto.randomUUID())
    setState((now) => ({ ...now, busy: true, missing: false, problem: null }))
    try {
      await write(text, sentAs)
      if (name.current === sentAs) name.current = null
      // What was typed while it was on its way stays.
      setText((now) => (now === text ? '' : now))
      setState((now) => ({ ...now, busy: false, sent: now.sent + 1 }))
    } catch (cause) {
      const said = cause instanceof ThreadProblem ? cause.message : ''
      setState((now) => ({ ...now, busy: false, problem: said === '' ? t('network') : t('failed', { message: said }) }))
    }
  }
  const change = (typed: string) => {
    // Other words are another message.
    name.current = null
    setText(typed)
  }
  const error = left < 0 ? t('long', { over: -left }) : state.missing && text.trim() === '' ? t('missing') : undefined
  return (
    <Form
      send={() => void send()}
      // In sight whatever was written before.
      className="sticky -bottom-6 -mx-5 -mb-6 space-y-3 border-t border-line bg-paper px-5 pt-4 pb-6 sm:-bottom-7 sm:-mx-7 sm:-mb-7 sm:px-7 sm:pb-7"
      noValidate
    >
      <TextArea
        label={t('label')}
        hint={hint}
        rows={2}
        value={text}
        onChange={(event) => change(event.target.value)}
        error={error}
        aside={left >= 0 && left <= NEAR ? t('left', { left }) : undefined}
      />
      {state.problem !== null && (
        <Notice tone="bad" focus>
          {state.problem}
        </Notice>
      )}
      <Button wide type="submit" busy={state.busy}>
        {t('send')}
      </Button>
      <p role="status" className="sr-only">
        <span key={state.sent}>{state.sent > 0 && t('sent')}</span>
      </p>
    </Form>
  )
}
