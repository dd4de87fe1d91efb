// The page behind the link in a mail, or behind a QR code. GET only looks; the button's POST opens the journey.

import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { getTranslations } from 'next-intl/server'
import { Invitation } from '@/components/journey/arrival/invitation'
import { OldLink } from '@/components/journey/arrival/old-link'
import { contextFor } from '@/lib/context'
import { openInvitation } from '@/lib/operations/access/open-invitation'
import { Words } from '../../words'

export async function generateMetadata(): Promise<Metadata> {
  // No names and no titles: this line is seen in tabs, histories and link previews.
  return { title: (await getTranslations('journey.invitation'))('tab') }
}

type Props = { params: Promise<{ token: string }>; searchParams: Promise<{ wait?: string | string[] }> }

export default async function LinkPage({ params, searchParams }: Props) {
  const { token } = await params
  const context = await contextFor((await headers()).get('x-request-id') ?? undefined)
  const invitation = await openInvitation(context, token)
  return (
    <Words of={['journey', 'conversation']}>
      {invitation.known ? (
        <Invitation invitation={invitation} token={token} wait={(await searchParams).wait !== undefined} />
      ) : (
        <OldLink token={token} ask={invitation.ask} support={context.support} />
      )}
    </Words>
  )
}
