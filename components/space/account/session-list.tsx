'use client'
// The sessions of the space, each with its device in words, and the way to end it.

import { useRouter } from 'next/navigation'
import { MonitorSmartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { Button, ButtonLink } from '@/components/ui/button'
import { Card, CardRow, Tag } from '@/components/ui/card'
import { Column, Heading } from '@/components/ui/page/column'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

type Session = {
  id: string
  device: 'phone' | 'desk'
  place: { browser: string | null; system: string | null; zone: string | null }
  since: string
  seen: string
  here: boolean
  proven: boolean
}

/** `mayCode`: whether this person has a phone that could have been asked. */
export function SessionList({ sessions, mayCode }: { sessions: readonly Session[]; mayCode: boolean }) {
  const t = useTranslations('space')
  const router = useRouter()
  const { busy, problem, run } = useAct()
  const end = async (session: string | null) => {
    const act = session === null ? ({ act: 'end_other_sessions' } as const) : ({ act: 'end_session', session } as const)
    if (await run(() => postSpaceAct(act))) router.refresh()
  }
  return (
    <Column>
      <Heading lead={t('sessions.lead')}>{t('sessions.title')}</Heading>
      <ProblemNotice problem={problem} />
      <ul className="mt-2 space-y-3">
        {sessions.map(({ id, device, place, since, seen, here, proven }) => (
          <li key={id}>
            <Card>
              <CardRow
                icon={MonitorSmartphone}
                title={t('sessions.device', { browser: place.browser ?? 'none', system: place.system ?? 'none', device })}
                aside={here ? <Tag tone="good">{t('sessions.here')}</Tag> : undefined}
              >
                {place.zone !== null && <span className="block">{t('sessions.zone', { zone: place.zone.replaceAll('_', ' ') })}</span>}
                <span className="block">
                  {t('sessions.since')} <LocalTime iso={since} />
                </span>
                <span className="block">
                  {t('sessions.seen')} <LocalTime iso={seen} />
                </span>
                {mayCode && !proven && <span className="block">{t('sessions.unproven')}</span>}
              </CardRow>
              {!here && (
                <div className="mt-2 pl-8">
                  <Button kind="quiet-danger" size="small" busy={busy} onClick={() => void end(id)}>
                    {t('sessions.end')}
                  </Button>
                </div>
              )}
            </Card>
          </li>
        ))}
      </ul>
      <div className="mt-5 flex flex-wrap gap-2 pb-10">
        {sessions.length > 1 && (
          <Button kind="outline" size="small" busy={busy} onClick={() => void end(null)}>
            {t('sessions.endOthers')}
          </Button>
        )}
        <ButtonLink kind="quiet" size="small" className={sessions.length > 1 ? '' : '-ml-4'} href="/space/account">
          {t('back')}
        </ButtonLink>
      </div>
    </Column>
  )
}
