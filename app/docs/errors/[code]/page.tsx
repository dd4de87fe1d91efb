// What an error code of the API means and what to do: the page that `docs_url` names, made from the one table of problems.

import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PROBLEMS, type ProblemCode } from '@/lib/domain/problem'
import { Card, Fact, Facts } from '@/components/ui/card'
import { Column, Heading } from '@/components/ui/page/column'
import { Shell } from '@/components/ui/page/shell'

type Props = { params: Promise<{ code: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await params).code }
}

export default async function ErrorReference({ params }: Props) {
  const { code } = await params
  if (!isCode(code)) notFound()
  const t = await getTranslations('errors')
  const { status, title, advice } = PROBLEMS[code]
  return (
    <Shell brand={{ name: 'QSignHub', colour: null }}>
      <Column>
        <Heading above={code} lead={advice}>{title}</Heading>
        <Card><Facts><Fact label={t('status')}>{status}</Fact><Fact label={t('code')}><code className="break-all">{code}</code></Fact></Facts></Card>
        <p className="mt-6 text-sm text-soft">{t('support')}</p>
      </Column>
    </Shell>
  )
}

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code)
}
