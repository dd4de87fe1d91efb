'use client'
// Language and notifications.

import { useState } from 'react'
import { useLocale, useTranslations } from 'next-intl'
import type { SpaceLanguage } from '@/lib/http/schemas/space'
import type { Notice as Told } from '@/lib/domain/space'
import { Button, ButtonLink } from '@/components/ui/button'
import { CheckboxCard } from '@/components/ui/choice'
import { Select } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Notice } from '@/components/ui/notice'
import { followLanguage, useLanguages } from '@/components/ui/page/language-switch'
import { Column, Heading } from '@/components/ui/page/column'
import { postSpaceAct } from '../space-client'
import { ProblemNotice, useAct } from '../use-act'

type Props = { language: SpaceLanguage; tell: readonly Told[]; notices: readonly Told[] }

export function PreferencesForm({ language, tell, notices }: Props) {
  const t = useTranslations('space')
  const languages = useLanguages()
  const spoken = useLocale()
  const { busy, problem, run } = useAct()
  const [wanted, setWanted] = useState({ language, tell: [...tell] })
  const [done, setDone] = useState(false)
  const toggle = (notice: Told) => (on: boolean) => {
    setDone(false)
    setWanted({ ...wanted, tell: on ? [...wanted.tell, notice] : wanted.tell.filter((each) => each !== notice) })
  }
  const save = async () => {
    if (!(await run(() => postSpaceAct({ act: 'change_settings', ...wanted })))) return
    if (wanted.language !== spoken) return followLanguage(wanted.language)
    setDone(true)
  }
  return (
    <Column>
      <Heading>{t('preferences.title')}</Heading>
      <Form send={() => void save()} className="space-y-5 pb-10">
        <Select
          label={t('preferences.language')}
          name="language"
          value={wanted.language}
          onChange={(event) => setWanted({ ...wanted, language: event.target.value as SpaceLanguage })}
        >
          {languages.map(({ language: each, name }) => (
            <option key={each} value={each} lang={each}>
              {name}
            </option>
          ))}
        </Select>
        <fieldset className="space-y-2">
          <legend className="mb-2 font-medium">{t('preferences.tell')}</legend>
          {notices.map((notice) => (
            <CheckboxCard
              key={notice}
              name={notice}
              checked={wanted.tell.includes(notice)}
              onChange={(event) => toggle(notice)(event.target.checked)}
              title={t(`preferences.notices.${notice}`)}
            />
          ))}
        </fieldset>
        <p className="text-body text-soft">{t('preferences.always')}</p>
        {done && (
          <Notice tone="good" focus>
            {t('preferences.done')}
          </Notice>
        )}
        <ProblemNotice problem={problem} />
        <Button type="submit" wide busy={busy}>
          {t('preferences.submit')}
        </Button>
        <ButtonLink kind="quiet" size="small" className="-ml-4" href="/space/account">
          {t('back')}
        </ButtonLink>
      </Form>
    </Column>
  )
}
