// A block of code with its title, and a button that copies it.

import { useTranslations } from 'next-intl'
import { CopyButton } from '../copy-button'

export function Code({ title, code }: { title: string; code: string }) {
  const t = useTranslations('docs')
  return (
    <figure>
      <figcaption className="mb-1.5 text-small font-semibold text-soft">{title}</figcaption>
      <div className="code">
        <pre tabIndex={0} aria-label={title} className="max-h-[28rem]">
          <code>{code}</code>
        </pre>
        <CopyButton copy={t('copy')} copied={t('copied')} />
      </div>
    </figure>
  )
}
