// One operation: what it does, takes, answers and refuses; beside this, how it is called and an example of the answer.

import { useTranslations } from 'next-intl'
import { Code } from './code'
import { Fields, Html, ObjectLink } from './fields'
import type { Operation, Refusal } from './model'

const TONES: Readonly<Record<string, string>> = { GET: 'bg-good-wash text-good', DELETE: 'bg-bad-wash text-bad' }

export function OperationSection({ operation }: { operation: Operation }) {
  const t = useTranslations('docs.operation')
  const { anchor, method, path, title, text, takes, answer, refusals, call, example } = operation
  return (
    <section id={anchor} aria-labelledby={`${anchor}-title`} className="scroll-mt-6 border-t border-line py-10">
      <h3 id={`${anchor}-title`} className="text-title font-bold tracking-tight">
        <a href={`#${anchor}`} className="hover:text-accent">
          {title}
        </a>
      </h3>
      <p className="mt-2 flex flex-wrap items-baseline gap-2">
        <span className={`rounded-md px-2 py-0.5 font-mono text-small font-semibold ${TONES[method] ?? 'bg-accent-wash text-accent'}`}>
          {method}
        </span>
        <code className="font-mono text-body break-all">{path}</code>
      </p>
      <div className="mt-4 grid grid-cols-1 gap-x-10 gap-y-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]">
        <div className="min-w-0">
          <Html className="text-body" html={text} />
          {takes.map(({ where, mediaType, fields }) => (
            <div key={where} className="mt-7">
              <h4 className="text-body font-semibold">
                {t(where)}
                {mediaType && <code className="ml-2.5 font-mono text-small font-normal text-soft">{mediaType}</code>}
              </h4>
              <Fields fields={fields} />
            </div>
          ))}
          <Answer answer={answer} />
          <Refusals refusals={refusals} />
        </div>
        <div className="min-w-0 space-y-5 xl:sticky xl:top-6 xl:self-start">
          <Code title={t('call')} code={call} />
          {example && <Code title={t('example', { status: String(answer.status) })} code={example} />}
        </div>
      </div>
    </section>
  )
}

function Answer({ answer: { status, object, mediaTypes, headers } }: Pick<Operation, 'answer'>) {
  const t = useTranslations('docs.operation')
  return (
    <div className="mt-7">
      <h4 className="text-body font-semibold">{t('answer')}</h4>
      <p className="mt-2 flex flex-wrap items-baseline gap-x-2.5 text-body">
        <span className="font-mono text-small font-semibold text-good">{status}</span>
        {object && <ObjectLink name={object} />}
        {mediaTypes.map((type) => (
          <code key={type} className="font-mono text-small text-soft">
            {type}
          </code>
        ))}
      </p>
      {headers.length > 0 && <Fields fields={headers} />}
    </div>
  )
}

function Refusals({ refusals }: { refusals: readonly Refusal[] }) {
  const t = useTranslations('docs.operation')
  return (
    <details className="mt-7 rounded-card border border-line bg-paper">
      <summary className="flex min-h-11 items-center px-4 text-body font-semibold">{t('refusals', { count: refusals.length })}</summary>
      <ul className="divide-y divide-line border-t border-line">
        {refusals.map(({ status, code, title, advice }) => (
          <li key={code} className="px-4 py-2.5">
            <p className="flex flex-wrap items-baseline gap-x-2.5 text-small">
              <span className="font-mono font-semibold">{status}</span>
              <a href={`/docs/errors/${code}`} className="font-mono break-all text-accent underline underline-offset-2">
                {code}
              </a>
            </p>
            <p className="mt-0.5 text-small text-soft">{`${title}. ${advice}`}</p>
          </li>
        ))}
      </ul>
    </details>
  )
}
