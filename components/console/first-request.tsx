// Shown in an empty console: the two calls that send a document to its signer.

import { useTranslations } from 'next-intl'
import { ButtonLink } from '@/components/ui/button'

export function FirstRequest({ baseUrl, test }: { baseUrl: string; test: boolean }) {
  const t = useTranslations('console.empty')
  const key = test ? 'qsh_test_...' : 'qsh_live_...'
  return (
    <section className="rounded-card border border-line bg-paper p-5 md:p-7">
      <h2 className="display-serif !text-2xl">{t('title')}</h2>
      <p className="mt-2 max-w-[60ch] text-soft">{t('lead')}</p>
      <Command
        title={t('upload')}
        text={`curl -X POST ${baseUrl}/v1/documents \\\n  -H "X-API-Key: ${key}" \\\n  -F "file=@contract.pdf"`}
      />
      <Command
        title={t('create')}
        text={`curl -X POST ${baseUrl}/v1/signature-requests \\\n  -H "X-API-Key: ${key}" \\\n  -H "Content-Type: application/json" \\\n  -d '{"document_id": "doc_...", "signers": [{"name": "Anna Kowalska", "email": "anna@example.com"}]}'`}
      />
      <p className="mt-4 max-w-[60ch] text-body text-soft">{t('then')}</p>
      {test && (
        <div className="mt-5">
          <ButtonLink kind="outline" size="small" href="/outbox">
            {t('outbox')}
          </ButtonLink>
        </div>
      )}
    </section>
  )
}

function Command({ title, text }: { title: string; text: string }) {
  return (
    <figure className="mt-5">
      <figcaption className="mb-1.5 text-body font-medium">{title}</figcaption>
      <pre tabIndex={0} className="overflow-x-auto rounded-control bg-camera p-4 font-mono text-small leading-relaxed text-white">
        {text}
      </pre>
    </figure>
  )
}
