// Fields of a request, an answer or an object: name, type, whether it must be there, what it means, and what it may be.

import { useTranslations } from 'next-intl'
import { objectAnchor, type Field, type TypeName } from './model'

export function Fields({ fields, inner = false }: { fields: readonly Field[]; inner?: boolean }) {
  return (
    <ul className={inner ? 'mt-3 border-l-2 border-line pl-4' : 'mt-2 border-b border-line'}>
      {fields.map((field) => (
        <FieldRow key={field.name} field={field} inner={inner} />
      ))}
    </ul>
  )
}

function FieldRow({ field: { name, type, required, text, limits, values, fields }, inner }: { field: Field; inner: boolean }) {
  const t = useTranslations('docs.field')
  return (
    <li className={inner ? 'py-2 first:pt-0 last:pb-0' : 'border-t border-line py-3'}>
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        <code className="font-mono text-small font-semibold">{name}</code>
        <Type type={type} />
        {required && <span className="text-small font-medium text-warn">{t('required')}</span>}
      </p>
      {text && <Html className="mt-1 text-body" html={text} />}
      {limits.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-x-4 text-small text-soft">
          {limits.map(({ kind, value }) => (
            <span key={kind}>{t.rich(kind, { value, code: (chunks) => <code className="font-mono break-all">{chunks}</code> })}</span>
          ))}
        </p>
      )}
      {values.length > 0 && (
        <p className="mt-1 text-small text-soft">
          {t('values')}{' '}
          {values.map((value, at) => (
            <span key={value}>
              {at > 0 && ', '}
              <code className="font-mono">{value}</code>
            </span>
          ))}
        </p>
      )}
      {fields.length > 0 && <Fields fields={fields} inner />}
    </li>
  )
}

function Type({ type: { name, linked, list, nullable } }: { type: TypeName }) {
  return (
    <span className="font-mono text-small text-soft">
      {linked ? <ObjectLink name={name} /> : name}
      {list && '[]'}
      {nullable && ' | null'}
    </span>
  )
}

export function ObjectLink({ name }: { name: string }) {
  return (
    <a href={`#${objectAnchor(name)}`} className="font-mono text-small text-accent underline underline-offset-2">
      {name}
    </a>
  )
}

/** For HTML made from our own description only, never from outside. */
export function Html({ html, className = '' }: { html: string; className?: string }) {
  return <div className={`prose-docs ${className}`} dangerouslySetInnerHTML={{ __html: html }} />
}
