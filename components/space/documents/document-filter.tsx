'use client'
// Search and filter of the documents: words, state, and from when until when they were asked for. On a phone the filter is folded, so that
// the list stands in sight.

import { useState } from 'react'
import { Search, SlidersHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { SpaceDocuments, SpaceDocumentsInput } from '@/lib/http/schemas/space'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { Form } from '@/components/ui/form'

const NOTHING = { search: '', state: '', from: '', to: '' }

type Props = {
  states: readonly SpaceDocuments['items'][number]['state'][]
  /** Not everything is shown. */
  filtered: boolean
  busy: boolean
  find(wanted: SpaceDocumentsInput): void
}

export function DocumentFilter({ states, filtered, busy, find }: Props) {
  const t = useTranslations('space.documents')
  const [fields, setFields] = useState(NOTHING)
  const [unfolded, setUnfolded] = useState(false)
  const set = (name: keyof typeof NOTHING) => (event: { target: { value: string } }) => setFields({ ...fields, [name]: event.target.value })
  const send = () => find(Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim() !== '')))
  const clear = () => {
    setFields(NOTHING)
    find({})
  }
  return (
    <Form send={send} className="grid gap-4 sm:grid-cols-2">
      <Field label={t('search')} type="search" name="search" maxLength={200} value={fields.search} onChange={set('search')} />
      <div id="filter" className={`gap-4 sm:contents ${unfolded ? 'grid' : 'hidden'}`}>
        <Select label={t('state')} name="state" value={fields.state} onChange={set('state')}>
          <option value="">{t('all')}</option>
          {states.map((state) => (
            <option key={state} value={state}>
              {t(`states.${state}`)}
            </option>
          ))}
        </Select>
        <Field label={t('from')} type="date" name="from" value={fields.from} onChange={set('from')} />
        <Field label={t('to')} type="date" name="to" value={fields.to} onChange={set('to')} />
      </div>
      <div className="flex flex-wrap gap-2 sm:col-span-2">
        <Button type="submit" size="small" busy={busy} icon={<Search className="size-4" aria-hidden />}>
          {t('filter')}
        </Button>
        <Button
          kind="quiet"
          size="small"
          className="sm:hidden"
          aria-expanded={unfolded}
          aria-controls="filter"
          icon={<SlidersHorizontal className="size-4" aria-hidden />}
          onClick={() => setUnfolded(!unfolded)}
        >
          {t('fold')}
        </Button>
        {(filtered || fields !== NOTHING) && (
          <Button kind="quiet" size="small" onClick={clear}>
            {t('clear')}
          </Button>
        )}
      </div>
    </Form>
  )
}
