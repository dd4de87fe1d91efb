'use client'
// Refusing to sign: says what it means, takes a reason, and asks once more before it is final.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { TextArea } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Sheet } from '@/components/ui/sheet'
import { useJourney } from './journey-data'
import { ProblemNotice } from './problem-notice'

/** `explanation` says what refusing means at this place; `proposal` is a reason to begin with, which the person may change. */
export function RefuseButton({
  label,
  explanation,
  proposal = '',
  wide = false,
}: {
  label: string
  explanation?: string
  proposal?: string
  wide?: boolean
}) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button kind={explanation === undefined ? 'quiet-danger' : 'quiet'} wide={wide} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <RefuseSheet
        open={open}
        onOpenChange={setOpen}
        proposal={proposal}
        {...(proposal === '' ? {} : { title: label })}
        {...(explanation === undefined ? {} : { explanation })}
      />
    </>
  )
}

type SheetProps = { open: boolean; onOpenChange(open: boolean): void; explanation?: string; proposal: string; title?: string }

function RefuseSheet({ open, onOpenChange, explanation, proposal, title }: SheetProps) {
  const t = useTranslations('journey.refuse')
  const { view, act, pending } = useJourney()
  const [reason, setReason] = useState(proposal)
  const [stage, setStage] = useState<'reason' | 'sure'>('reason')
  const [missing, setMissing] = useState(false)
  const change = (next: boolean) => {
    if (!next) setStage('reason')
    onOpenChange(next)
  }
  const proceed = () => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') setStage('sure')
  }
  const requester = view.requester.name
  if (stage === 'sure') {
    return (
      <Sheet
        key="sure"
        open={open}
        onOpenChange={change}
        title={t('sureTitle')}
        closeLabel={t('close')}
        description={t('sureText', { requester })}
      >
        <div className="space-y-3 pt-2">
          <blockquote className="rounded-control bg-ground px-4 py-3 break-words whitespace-pre-wrap text-soft" dir="auto">
            {reason.trim()}
          </blockquote>
          <ProblemNotice />
          <Button kind="danger" wide busy={pending === 'refuse'} onClick={() => void act({ act: 'refuse', reason: reason.trim() })}>
            {t('confirm')}
          </Button>
          <Button kind="quiet" wide onClick={() => change(false)}>
            {t('keep')}
          </Button>
        </div>
      </Sheet>
    )
  }
  return (
    <Sheet
      key="reason"
      open={open}
      onOpenChange={change}
      title={title ?? t('title')}
      closeLabel={t('close')}
      description={explanation ?? t('means', { requester })}
    >
      <Form className="space-y-4 pt-2" send={proceed} noValidate>
        {explanation !== undefined && <p className="text-soft">{t('means', { requester })}</p>}
        <TextArea
          label={t('reason')}
          hint={t('reasonHint', { requester })}
          value={reason}
          maxLength={1000}
          required
          onChange={(event) => setReason(event.target.value)}
          error={missing && reason.trim() === '' ? t('reasonMissing') : undefined}
        />
        <Button kind="danger" wide type="submit">
          {title ?? t('next')}
        </Button>
        <Button kind="quiet" wide onClick={() => change(false)}>
          {t('keep')}
        </Button>
      </Form>
    </Sheet>
  )
}
