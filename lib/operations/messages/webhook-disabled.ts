// The mail to the contact of a webhook endpoint: it was switched off, why, and how to switch it on again.

import type { Mode } from '../../domain/event'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { list, text, written } from './layout'
import type { Written } from './letter'

type Told = {
  requester: { name: string; color: string | null }
  endpointId: string
  /** Never the whole address: its path and query may hold a secret. */
  host: string
  mode: Mode
  because: 'gone' | 'failing'
  failingSince: Date | null
  baseUrl: string
}

/** Written in the default language: accounts have none of their own. */
export function webhookDisabledMail({ requester, endpointId: id, host, mode, because, failingSince, baseUrl }: Told): Written {
  const language = DEFAULT_LANGUAGE
  const say = wording(language, 'mails')
  const day = failingSince?.toISOString().slice(0, 10)
  const stopped =
    because === 'gone'
      ? say('webhookDisabled.gone', { host, mode })
      : day === undefined
        ? say('webhookDisabled.failing', { host, mode })
        : say('webhookDisabled.failingSince', { host, mode, day })
  return written(
    { language, qualified: true, requester, baseUrl, requestId: id },
    {
      subject: say('webhookDisabled.subject', { host }),
      heading: say('webhookDisabled.heading'),
      blocks: [
        text(stopped),
        text(say('webhookDisabled.kept')),
        list(
          say('webhookDisabled.goOn.title'),
          (['read', 'enable', 'replay'] as const).map((act) => say(`webhookDisabled.goOn.${act}`, { id })),
        ),
      ],
      reason: say('reason.contact'),
      footer: [say('webhookDisabled.reference', { id, requester: requester.name, address: baseUrl })],
    },
  )
}
