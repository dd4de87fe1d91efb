'use client'
// Which country issued the document and of what kind it is, with what is accepted said before the camera.

import { useMemo, useState } from 'react'
import { Camera, Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { RadioCard } from '@/components/ui/choice'
import { Select } from '@/components/ui/field'
import { Actions, Column, Heading, Stack } from '@/components/ui/page/column'
import { DOCUMENT_TYPES, isTakenOf, type DocumentType } from '@/lib/domain/capture'
import { useJourney } from '../../journey-data'
import { MissingNotice } from '../../problem-notice'
import { useWhen } from '@/components/ui/when'
import { LostNotice } from '../details/lost-notice'
import { FAR, NEAR, SPECIMEN } from './countries'

/** The card first, because most signers have one at hand. */
const KINDS = DOCUMENT_TYPES.toSorted((one, other) => Number(other === 'national_id') - Number(one === 'national_id'))

export function DocumentChoice({ onUsePhone, onBegin }: { onUsePhone?: () => void; onBegin: () => void }) {
  const t = useTranslations('journey.identity')
  const { act, pending, view } = useJourney()
  const { country: nameOf } = useWhen()
  const [country, setCountry] = useState(view.failure?.country ?? expected(view.signer.country))
  const [chosen, setKind] = useState<DocumentType | null>(view.failure?.documentType ?? null)
  const kinds = KINDS.filter((each) => country === '' || isTakenOf(country, each))
  const kind = kinds.find((each) => each === chosen) ?? null
  const [asked, setAsked] = useState(false)
  const groups = useMemo(() => {
    const named = (codes: readonly string[]) =>
      codes.map((code) => ({ code, name: nameOf(code) })).sort((a, b) => a.name.localeCompare(b.name))
    return { near: named(NEAR), far: named(FAR) }
    // oxlint-disable-next-line react/exhaustive-deps -- the names change with the language, which reloads the page
  }, [])
  const submit = () => {
    setAsked(true)
    if (country === '' || kind === null) return
    onBegin()
    void act({ act: 'start_verification', country, documentType: kind })
  }
  const options = (countries: typeof groups.near) =>
    countries.map(({ code, name }) => (
      <option key={code} value={code}>
        {name}
      </option>
    ))
  return (
    <Column>
      <Heading lead={t('lead')}>{t('title')}</Heading>
      <LostNotice />
      <Select
        label={t('country')}
        value={country}
        onChange={(event) => setCountry(event.target.value)}
        autoComplete="off"
        error={asked && country === '' ? t('countryMissing') : undefined}
      >
        <option value="" disabled>
          {t('countryChoose')}
        </option>
        {view.mode === 'test' && <option value={SPECIMEN}>{t('specimen')}</option>}
        <optgroup label={t('near')}>{options(groups.near)}</optgroup>
        <optgroup label={t('far')}>{options(groups.far)}</optgroup>
      </Select>
      <fieldset className="mt-6">
        <legend className="mb-2 text-sm font-medium">{t('kind')}</legend>
        <Stack>
          {kinds.map((each) => (
            <RadioCard
              key={each}
              name="kind"
              title={t(`kinds.${each}.title`)}
              text={t(`kinds.${each}.text`)}
              checked={kind === each}
              onChange={() => setKind(each)}
            />
          ))}
        </Stack>
      </fieldset>
      <p className="mt-4 text-sm text-soft">{t('asks')}</p>
      <Actions atEnd notice={<MissingNotice missing={asked && kind === null ? t('kindMissing') : null} />}>
        <Button icon={<Camera className="size-5" aria-hidden />} onClick={submit} busy={pending === 'start_verification'}>
          {t('continue')}
        </Button>
        {onUsePhone !== undefined && (
          <Button kind="quiet" icon={<Smartphone className="size-5" aria-hidden />} onClick={onUsePhone}>
            {t('usePhone')}
          </Button>
        )}
      </Actions>
    </Column>
  )
}

/** The country that the requester expects, where it is on the list. */
function expected(country: string | null): string {
  return country !== null && [...NEAR, ...FAR].includes(country) ? country : ''
}
