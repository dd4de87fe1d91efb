// The API reference: its chapters of operations, the events that we send, the objects that both speak of.

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Code } from './code'
import { Fields, Html } from './fields'
import type { ApiEvent, ApiObject, Reference } from './model'
import { OperationSection } from './operation'

export function ApiReference({ reference }: { reference: Reference }) {
  const t = useTranslations('docs')
  const { introduction, chapters, events, objects, headers } = reference
  return (
    <>
      <Html className="mt-8 max-w-[720px]" html={introduction} />
      <h2 className="mt-10 text-title font-bold tracking-tight">{t('headers')}</h2>
      <div className="max-w-[720px]">
        <Fields fields={headers} />
      </div>
      {chapters.map(({ title, text, operations }) => (
        <Part key={title} title={title} text={text}>
          {operations.map((operation) => (
            <OperationSection key={operation.anchor} operation={operation} />
          ))}
        </Part>
      ))}
      <Part title={t('webhooks')} text={t('webhooksLead')}>
        <h3 className="mt-6 text-body font-semibold">{t('operation.header')}</h3>
        <div className="mb-10 max-w-[720px]">
          <Fields fields={events.headers} />
        </div>
        {events.list.map((event) => (
          <EventSection key={event.type} event={event} />
        ))}
      </Part>
      <Part title={t('objects')} text={t('objectsLead')}>
        {objects.map((object) => (
          <ObjectSection key={object.name} object={object} />
        ))}
      </Part>
    </>
  )
}

function Part({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <div className="mt-16">
      <h2 className="display-serif">{title}</h2>
      <p className="mt-2 mb-6 max-w-[720px] text-lead leading-relaxed text-soft">{text}</p>
      {children}
    </div>
  )
}

function EventSection({ event: { type, anchor, text, example } }: { event: ApiEvent }) {
  const t = useTranslations('docs')
  return (
    <section
      id={anchor}
      aria-labelledby={`${anchor}-title`}
      className="grid scroll-mt-6 grid-cols-1 gap-x-10 gap-y-4 border-t border-line py-8 xl:grid-cols-[minmax(0,1fr)_minmax(0,25rem)]"
    >
      <div className="min-w-0">
        <h3 id={`${anchor}-title`} className="font-mono text-body font-semibold break-all">
          {type}
        </h3>
        <Html className="mt-1 text-body" html={text} />
      </div>
      <Code title={t('eventBody')} code={example} />
    </section>
  )
}

function ObjectSection({ object: { name, anchor, text, fields } }: { object: ApiObject }) {
  return (
    <section id={anchor} aria-labelledby={`${anchor}-title`} className="max-w-[720px] scroll-mt-6 border-t border-line py-8">
      <h3 id={`${anchor}-title`} className="font-mono text-body font-semibold">
        {name}
      </h3>
      {text && <Html className="mt-1 text-body" html={text} />}
      <Fields fields={fields} />
    </section>
  )
}
