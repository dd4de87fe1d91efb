// The requests of the account, newest first, by status; an empty account learns how to send its first.

import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Problem } from '@/lib/domain/problem'
import { REQUEST_STATUSES, type RequestStatus } from '@/lib/domain/request'
import { consoleCaller, SIGN_IN_PAGE, type ConsoleCaller } from '@/lib/http/console/session'
import { listSignatureRequests, type RequestPage } from '@/lib/operations/requests/list-signature-requests'
import { FirstRequest } from '@/components/console/first-request'
import { RequestList } from '@/components/console/request-list'
import { ButtonLink } from '@/components/ui/button'
import { Card } from '@/components/ui/card'

const PAGE_SIZE = 20

export default async function Requests({ searchParams }: { searchParams: Promise<{ status?: string; cursor?: string }> }) {
  const signedIn = await consoleCaller()
  if (!signedIn) redirect(SIGN_IN_PAGE)
  const t = await getTranslations('console')
  const wanted = await searchParams
  const status = REQUEST_STATUSES.find((each) => each === wanted.status)
  const page = await read(signedIn, status, wanted.cursor)
  const listed = page.requests.map((request) => ({
    id: request.id,
    title: request.documents.map(({ name }) => name).join(', '),
    signers: request.signers.map(({ name }) => name).join(', '),
    signed: request.signers.filter((signer) => signer.status === 'signed').length,
    total: request.signers.length,
    status: request.status,
    created: request.createdAt.toISOString(),
  }))
  const empty = listed.length === 0 && status === undefined && wanted.cursor === undefined
  return (
    <main className="mx-auto w-full max-w-[1080px] flex-1 px-5 py-7 md:py-10">
      <h1 className="display-serif">{t('title')}</h1>
      {empty ? (
        <div className="mt-6">
          <FirstRequest baseUrl={signedIn.context.baseUrl} test={signedIn.caller.mode === 'test'} />
        </div>
      ) : (
        <>
          <nav aria-label={t('filter.label')} className="mt-5 flex flex-wrap gap-2">
            <Filter href="/console" current={status === undefined}>
              {t('filter.all')}
            </Filter>
            {REQUEST_STATUSES.map((each) => (
              <Filter key={each} href={`/console?status=${each}`} current={status === each}>
                {t(`filter.${each}`)}
              </Filter>
            ))}
          </nav>
          <div className="mt-5">
            {listed.length === 0 ? (
              <Card>
                <p className="font-semibold">{t('nothing.title')}</p>
                <p className="mt-1 text-soft">{t('nothing.text')}</p>
              </Card>
            ) : (
              <RequestList requests={listed} />
            )}
          </div>
          <div className="mt-5 flex flex-wrap gap-2">
            {page.nextCursor !== null && (
              <ButtonLink kind="outline" size="small" href={address(status, page.nextCursor)}>
                {t('more')}
              </ButtonLink>
            )}
            {wanted.cursor !== undefined && (
              <ButtonLink kind="quiet" size="small" href={address(status, null)}>
                {t('newest')}
              </ButtonLink>
            )}
          </div>
        </>
      )}
    </main>
  )
}

type Status = RequestStatus | undefined

/** A cursor that is no longer valid, as in an old bookmark, leads back to the beginning of the list. */
async function read({ context, caller }: ConsoleCaller, status: Status, cursor: string | undefined): Promise<RequestPage> {
  try {
    return await listSignatureRequests(context, caller, { status, cursor, limit: PAGE_SIZE })
  } catch (error) {
    if (error instanceof Problem && error.code === 'INVALID_CURSOR') redirect('/console')
    throw error
  }
}

function address(status: Status, cursor: string | null): string {
  const query = new URLSearchParams({ ...(status ? { status } : {}), ...(cursor === null ? {} : { cursor }) }).toString()
  return query === '' ? '/console' : `/console?${query}`
}

function Filter({ href, current, children }: { href: string; current: boolean; children: string }) {
  return (
    <a
      href={href}
      aria-current={current ? 'page' : undefined}
      className={`rounded-full border px-4 py-2 text-body font-medium ${current ? 'border-accent bg-accent text-accent-ink' : 'border-line bg-paper hover:bg-accent-wash'}`}
    >
      {children}
    </a>
  )
}
