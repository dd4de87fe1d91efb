// The person's passkeys, and adding one.

import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PasskeyList } from '@/components/space/account/passkey-list'
import { requireVisitor } from '@/lib/http/space/page'
import { phoneOfNewest } from '@/lib/operations/space/entrance/prove-phone'
import { ownPasskeys } from '@/lib/operations/space/passkeys/own-passkeys'
import { isRecentlyProven } from '@/lib/operations/space/passkeys/recently-proven'
import { MOST_PASSKEYS } from '@/lib/operations/space/passkeys/relying-party'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('space.passkeys'))('tab') }
}

export default async function PasskeysPage() {
  const { context, caller } = await requireVisitor()
  const passkeys = await ownPasskeys(context, caller)
  const proof = (await isRecentlyProven(context, caller)) ? 'given' : caller.level === 'proven' ? 'code' : 'link'
  return (
    <PasskeyList
      most={MOST_PASSKEYS}
      proof={proof}
      phone={caller.level === 'proven' ? await phoneOfNewest(context, caller) : ''}
      passkeys={passkeys.map(({ added, used, ...passkey }) => ({
        ...passkey,
        added: added.toISOString(),
        used: used?.toISOString() ?? null,
      }))}
    />
  )
}
