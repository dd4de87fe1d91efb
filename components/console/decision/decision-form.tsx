'use client'
// The decision in two steps: what and why, and then a last look at it, because it is final.

import { useRef, useState } from 'react'
import { useTranslations } from 'next-intl'
import { DECISIONS, reasonsFor, type Decision, type DecisionReason } from '@/lib/domain/decision'
import type { VerificationEvidence } from '@/lib/http/schemas/verification-decision'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { CheckboxCard, RadioCard } from '@/components/ui/choice'
import { TextArea } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'

const LONGEST_NOTE = 1000

/** The answer: null when it was decided, else the words of the refusal. An empty note is none. */
export type Decide = (
  verification_id: string,
  result_sha256: string,
  decision: string,
  note: string,
  ...reasons: readonly DecisionReason[]
) => Promise<string | null>

type Chosen = { decision: Decision | null; reasons: readonly DecisionReason[]; note: string }
type State = { at: 'choosing' | 'confirming' | 'sending' | 'done'; problem: string | null }

export function DecisionForm({ evidence, back, decide }: { evidence: VerificationEvidence; back: string; decide: Decide }) {
  const t = useTranslations('console.decision')
  const [chosen, setChosen] = useState<Chosen>({ decision: null, reasons: [], note: '' })
  const [{ at, problem }, setState] = useState<State>({ at: 'choosing', problem: null })
  const { decision, reasons, note } = chosen
  const heading = useRef<HTMLHeadingElement>(null)
  /** The pressed button leaves the page with its step, and the focus would with it. */
  const step = (to: 'choosing' | 'confirming') => {
    heading.current?.focus()
    setState({ at: to, problem: null })
  }

  const send = () => {
    setState({ at: 'sending', problem: null })
    const { verification_id, result_sha256 } = evidence
    decide(verification_id, result_sha256, decision ?? '', note.trim(), ...reasons).then(
      (refused) => setState(refused === null ? { at: 'done', problem: null } : { at: 'confirming', problem: refused }),
      () => setState({ at: 'confirming', problem: t('notSent') }),
    )
  }
  return (
    <section className="mt-10 max-w-column" aria-labelledby="decision">
      <h2 id="decision" ref={heading} tabIndex={-1} className="scroll-mt-4 text-heading font-bold outline-none">
        {t('yours')}
      </h2>
      {at === 'done' ? (
        <div className="mt-3 space-y-4">
          <Notice tone="good" title={t(`done.${decision ?? 'approve'}`)} focus>
            {t('done.told')}
          </Notice>
          <ButtonLink kind="outline" href={back}>
            {t('back')}
          </ButtonLink>
        </div>
      ) : at === 'choosing' ? (
        <Choosing
          chosen={chosen}
          // Nobody confirms what nobody can see any more.
          kind={evidence.kind}
          decisions={evidence.pictures.length === 0 ? ['reject'] : DECISIONS}
          problem={problem}
          change={(now) => {
            setChosen(now)
            setState({ at, problem: null })
          }}
          goOn={() => {
            if (decision !== null && reasons.length > 0) return step('confirming')
            setState({ at, problem: t(decision === null ? 'missing.decision' : 'missing.reasons') })
          }}
        />
      ) : (
        <Card className="mt-3" tone="accent">
          <p className="font-semibold">{t(`confirm.${decision ?? 'approve'}`, { name: evidence.expected_name })}</p>
          <ul className="mt-2 list-disc pl-5 text-body">
            {reasons.map((reason) => (
              <li key={reason}>{wordsOf(t, evidence.kind, reason)}</li>
            ))}
          </ul>
          {note.trim() !== '' && (
            <blockquote className="mt-3 border-l-2 border-line pl-3 text-body break-words whitespace-pre-line" dir="auto">
              {note}
            </blockquote>
          )}
          <p className="mt-3 text-body text-soft">{t('final')}</p>
          {problem !== null && (
            <div className="mt-3">
              <Notice tone="bad" focus>
                <p>{problem}</p>
                <ButtonLink kind="outline" size="small" className="mt-3" href={back}>
                  {t('back')}
                </ButtonLink>
              </Notice>
            </div>
          )}
          <div className="mt-4 flex flex-wrap gap-2">
            <Button kind={decision === 'reject' ? 'danger' : 'primary'} busy={at === 'sending'} onClick={send}>
              {t(`send.${decision ?? 'approve'}`)}
            </Button>
            <Button kind="quiet" disabled={at === 'sending'} onClick={() => step('choosing')}>
              {t('change')}
            </Button>
          </div>
        </Card>
      )}
    </section>
  )
}

type Kind = VerificationEvidence['kind']
type Words = ReturnType<typeof useTranslations<'console.decision'>>
/** Of a step-up nobody has seen a document. */
const wordsOf = (t: Words, kind: Kind, reason: DecisionReason): string =>
  kind === 'step_up' && (reason === 'FACE_SAME' || reason === 'FACE_DIFFERENT') ? t(`stepUpReason.${reason}`) : t(`reason.${reason}`)

type Choice = {
  chosen: Chosen
  kind: Kind
  decisions: readonly Decision[]
  problem: string | null
  change: (chosen: Chosen) => void
  goOn: () => void
}

function Choosing({ chosen, kind, decisions, problem, change, goOn }: Choice) {
  const t = useTranslations('console.decision')
  const { decision, reasons, note } = chosen
  const toggled = (reason: DecisionReason) => (reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason])
  return (
    <Form className="mt-3 space-y-5" send={goOn}>
      <fieldset className="space-y-3">
        <legend className="mb-2 font-medium">{t(kind === 'step_up' ? 'stepUpWhich' : 'which')}</legend>
        {decisions.map((one) => (
          <RadioCard
            key={one}
            name="decision"
            title={t(`choose.${one}.title`)}
            text={kind === 'step_up' && one === 'approve' ? t('stepUpApprove') : t(`choose.${one}.text`)}
            checked={decision === one}
            onChange={() => change({ ...chosen, decision: one, reasons: [] })}
          />
        ))}
      </fieldset>
      {decision !== null && (
        <fieldset className="space-y-3">
          <legend className="mb-2 font-medium">{t('why')}</legend>
          {reasonsFor(decision, kind).map((reason) => (
            <CheckboxCard
              key={reason}
              title={wordsOf(t, kind, reason)}
              checked={reasons.includes(reason)}
              onChange={() => change({ ...chosen, reasons: toggled(reason) })}
            />
          ))}
        </fieldset>
      )}
      <TextArea
        label={t('note')}
        hint={t(kind === 'step_up' ? 'stepUpNoteHint' : 'noteHint')}
        maxLength={LONGEST_NOTE}
        rows={3}
        value={note}
        onChange={(event) => change({ ...chosen, note: event.target.value })}
      />
      {problem !== null && (
        <Notice tone="bad" focus>
          {problem}
        </Notice>
      )}
      <Button type="submit">{t('goOn')}</Button>
    </Form>
  )
}
