'use client'
// Place: the identity of before with which the signer signs, or a new check instead. Who has several chooses one.

import { useState } from 'react'
import { useTranslations } from 'next-intl'
import type { JourneyView } from '@/lib/http/schemas/journey'
import { Button } from '@/components/ui/button'
import { Card, Fact, Facts } from '@/components/ui/card'
import { RadioCard } from '@/components/ui/choice'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { useWhen } from '@/components/ui/when'
import { useJourney } from '../../journey-data'
import { ProblemNotice } from '../../problem-notice'
import { OtherCertificates } from './other-certificates'

type Identity = JourneyView['savedIdentities'][number]

export function SavedIdentity() {
  const t = useTranslations('journey.savedIdentity')
  const { view, act, pending } = useJourney()
  const identities = view.savedIdentities
  const [first] = identities
  const [wanted, setWanted] = useState(first?.id ?? '')
  // One that was revoked meanwhile is gone from the list.
  const chosen = identities.find(({ id }) => id === wanted) ?? first
  const [asked, setAsked] = useState<'saved' | 'new'>('saved')
  const choose = (which: 'saved' | 'new') => {
    setAsked(which)
    if (chosen === undefined) return
    void act({ act: 'choose_saved_identity', credential: which === 'saved' ? chosen.id : null })
  }
  const busy = pending === 'choose_saved_identity'
  const mayUse = chosen?.asks === 'nothing' || chosen?.asks === 'selfie'
  return (
    <Column>
      <Heading lead={<Lead asks={chosen?.asks ?? 'nothing'} />}>{t('title')}</Heading>
      {identities.length > 1 ? (
        <Several identities={identities} chosen={chosen?.id} onChoose={setWanted} />
      ) : (
        chosen !== undefined && <One identity={chosen} />
      )}
      <div className="mt-2 -ml-4">
        <OtherCertificates />
      </div>
      <p className="mt-2 text-body text-soft">{t('anewText')}</p>
      <Actions atEnd notice={<ProblemNotice />}>
        {mayUse && (
          <Button busy={busy && asked === 'saved'} disabled={busy} onClick={() => choose('saved')}>
            {t('use')}
          </Button>
        )}
        <Button kind={mayUse ? 'quiet' : 'primary'} busy={busy && asked === 'new'} disabled={busy} onClick={() => choose('new')}>
          {t('anew')}
        </Button>
      </Actions>
    </Column>
  )
}

/** What is asked before this identity signs. */
function Lead({ asks }: Pick<Identity, 'asks'>) {
  const t = useTranslations('journey')
  const requester = useJourney().view.requester.name
  switch (asks) {
    case 'nothing':
      return t('savedIdentity.lead')
    case 'selfie':
      return t('savedIdentity.leadSelfie', { requester })
    case 'not_kept':
      return t('stepUp.notKept')
    case 'no_tries_left':
      return t('stepUp.noTriesLeft', { requester })
  }
}

function One({ identity: { commonName, document, checkedAt, until } }: { identity: Identity }) {
  const t = useTranslations('journey.savedIdentity')
  const when = useWhen()
  const nameOf = useDocumentName()
  return (
    <Card>
      <Facts>
        <Fact label={t('name')}>
          <bdi>{commonName}</bdi>
        </Fact>
        {document !== null && <Fact label={t('document')}>{nameOf(document)}</Fact>}
        <Fact label={t('checked')}>{when.day(checkedAt)}</Fact>
        <Fact label={t('until')}>{when.day(until)}</Fact>
      </Facts>
    </Card>
  )
}

function Several({
  identities,
  chosen,
  onChoose,
}: {
  identities: readonly Identity[]
  chosen: string | undefined
  onChoose: (id: string) => void
}) {
  const t = useTranslations('journey.savedIdentity')
  const when = useWhen()
  const nameOf = useDocumentName()
  const summary = ({ document, checkedAt, until }: Identity) => {
    const days = { checked: when.day(checkedAt), until: when.day(until) }
    return document === null ? t('summary', days) : t('summaryDocument', { ...days, document: nameOf(document) })
  }
  return (
    <fieldset>
      <legend className="mb-3 font-semibold">{t('which')}</legend>
      <Stack>
        {identities.map((each) => (
          <RadioCard
            key={each.id}
            name="identity"
            checked={chosen === each.id}
            onChange={() => onChoose(each.id)}
            title={<bdi>{each.commonName}</bdi>}
            text={summary(each)}
          />
        ))}
      </Stack>
    </fieldset>
  )
}

/** "Passport, Poland" */
function useDocumentName(): (document: NonNullable<Identity['document']>) => string {
  const t = useTranslations('journey')
  const { country } = useWhen()
  return (document) => t('savedIdentity.of', { kind: t(`identity.kinds.${document.type}.title`), country: country(document.country) })
}
