// What stands in a certificate, and the ways on: a copy of it, another PIN, its end.

import { getTranslations } from 'next-intl/server'
import type { OwnCertificate } from '@/lib/http/schemas/space'
import { LocalTime } from '@/components/journey/arrival/local-time'
import { ButtonLink } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { Notice } from '@/components/ui/notice'
import { Column, Heading } from '@/components/ui/page/column'
import { LocalDay } from '../local-day'
import { certificateUrl } from '../space-client'
import { CertificateTag } from './certificate-tag'
import { Country } from './country'
import { Serial } from './serial'

export async function CertificateFacts({ certificate }: { certificate: OwnCertificate }) {
  const t = await getTranslations('space.certificates')
  const { id, state, name, country, issuer, serial, from, until, revoked, phone } = certificate
  return (
    <Column>
      <Heading above={<CertificateTag state={state} />} serif>
        {name}
      </Heading>
      <div className="space-y-4 pb-10">
        {revoked && (
          <Notice tone="warn">
            {t.rich('revokedOn', { date: () => <LocalDay iso={revoked.at.toISOString()} />, reason: t(`reasons.${revoked.reason}`) })}
          </Notice>
        )}
        {state === 'locked' && <Notice tone="warn">{t('lockedText')}</Notice>}
        <Card>
          <Facts>
            <Fact label={t('name')}>{name}</Fact>
            <Fact label={t('country')}>
              <Country code={country} />
            </Fact>
            <Fact label={t('issuer')}>{issuer}</Fact>
            <Fact label={t('serial')}>
              <span className="text-body">
                <Serial hex={serial} />
              </span>
            </Fact>
            <Fact label={t('validity')}>
              {t.rich('span', { from: () => <LocalDay iso={from.toISOString()} />, to: () => <LocalDay iso={until.toISOString()} /> })}
            </Fact>
            <Fact label={t('phone')}>{phone}</Fact>
          </Facts>
        </Card>
        <Uses certificate={certificate} />
        <div className="flex flex-wrap gap-2">
          <ButtonLink kind="outline" size="small" href={certificateUrl(id)}>
            {t('pem')}
          </ButtonLink>
          {state === 'valid' && (
            <ButtonLink kind="outline" size="small" href={`/space/certificates/${id}/pin`}>
              {t('changePin')}
            </ButtonLink>
          )}
          {state !== 'revoked' && (
            <ButtonLink kind="quiet-danger" size="small" href={`/space/certificates/${id}/revoke`}>
              {t('revoke')}
            </ButtonLink>
          )}
        </div>
      </div>
    </Column>
  )
}

async function Uses({ certificate: { uses } }: { certificate: OwnCertificate }) {
  const t = await getTranslations('space.certificates')
  return (
    <Card>
      <h2 className="font-semibold">{t('uses')}</h2>
      {uses.length === 0 ? (
        <p className="mt-1 text-soft">{t('unused')}</p>
      ) : (
        <ul className="mt-2 divide-y divide-line">
          {uses.map((use) => (
            <li key={`${use.request} ${use.at.toISOString()}`} className="py-2.5">
              <span className="block font-medium break-words" dir="auto">
                {use.documents.join(', ')}
              </span>
              <span className="block text-sm text-soft">
                {t.rich('use', { requester: use.requester, date: () => <LocalTime iso={use.at.toISOString()} year /> })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
