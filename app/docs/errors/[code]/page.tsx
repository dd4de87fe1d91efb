// What an error code of the API means and what to do: the page that `docs_url` names, made from the one table of problems.

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DocsFrame } from '@/components/docs/frame'
import { Card, Fact, Facts } from '@/components/ui/card'
import { Heading } from '@/components/ui/page/column'
import { PROBLEMS, type ProblemCode } from '@/lib/domain/problem'
import { ENDPOINTS } from '@/lib/http/endpoints/catalogue'
import { contents } from '../../contents'
import { operationAnchor } from '../../reference'

type Props = { params: Promise<{ code: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code }
}

export default async function ErrorReference({ params }: Props) {
  const { code } = await params
  if (!isCode(code)) notFound()
  const t = await getTranslations('docs.error')
  const words = await getTranslations('problems')
  const answering = ENDPOINTS.filter(({ problems }) => problems?.includes(code))
  return (
    <DocsFrame contents={await contents()} current="/docs/errors">
      <div className="max-w-column">
        <Heading above={<span className="break-all">{code}</span>} lead={words(`${code}.advice`)}>
          {words(`${code}.title`)}
        </Heading>
        <Card>
          <Facts>
            <Fact label={t('status')}>{PROBLEMS[code]}</Fact>
            <Fact label={t('code')}>
              <code className="break-all">{code}</code>
            </Fact>
            {answering.length > 0 && (
              <Fact label={t('answering')}>
                <ul className="space-y-1">
                  {answering.map((endpoint) => (
                    <li key={endpoint.operationId}>
                      <a className="text-accent underline underline-offset-2" href={`/docs#${operationAnchor(endpoint)}`}>
                        {endpoint.summary}
                      </a>
                    </li>
                  ))}
                </ul>
              </Fact>
            )}
          </Facts>
        </Card>
        <p className="mt-6 text-sm text-soft">{t('support')}</p>
      </div>
    </DocsFrame>
  )
}

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}
