// All error codes by HTTP status, from the one table of problems.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { DocsFrame } from '@/components/docs/frame'
import { PROBLEMS, type ProblemCode } from '@/lib/domain/problem'
import { apiCodes } from '@/lib/http/openapi/refusals'
import { contents } from '../contents'

export const metadata: Metadata = { title: 'Error codes', robots: { index: true, follow: true } }

type Status = (typeof PROBLEMS)[ProblemCode]

export default async function ErrorIndex() {
  const t = await getTranslations('docs')
  const all = Object.keys(PROBLEMS) as ProblemCode[]
  const api = apiCodes()
  const inApi = all.filter((code) => api.has(code))
  const statuses = [...new Set(inApi.map((code): Status => PROBLEMS[code]))].sort((a, b) => a - b)
  return (
    <DocsFrame contents={await contents()} current="/docs/errors">
      <div className="max-w-[760px]">
        <h1 className="display-serif">{t('errors')}</h1>
        <p className="mt-2 text-lead leading-relaxed text-soft">{t('errorsLead')}</p>
        {statuses.map((status) => (
          <Family key={status} title={`${status} ${t(`family.${status}`)}`} codes={inApi.filter((code) => PROBLEMS[code] === status)} />
        ))}
        <Family title={t('errorsPages')} codes={all.filter((code) => !api.has(code))} />
      </div>
    </DocsFrame>
  )
}

async function Family({ title, codes }: { title: string; codes: readonly ProblemCode[] }) {
  const t = await getTranslations('problems')
  return (
    <section className="mt-10">
      <h2 className="text-title font-bold tracking-tight">{title}</h2>
      <ul className="mt-3 divide-y divide-line rounded-card border border-line bg-paper">
        {codes.map((code) => (
          <li key={code}>
            <a href={`/docs/errors/${code}`} className="block px-4 py-3 first:rounded-t-card last:rounded-b-card hover:bg-accent-wash">
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <span className="font-semibold">{t(`${code}.title`)}</span>
                <code className="text-small break-all text-soft">{code}</code>
              </span>
              <span className="mt-0.5 block text-body text-soft">{t(`${code}.advice`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
