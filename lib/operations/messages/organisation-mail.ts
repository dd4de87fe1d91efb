// Mails to an organisation about one of its requests. They name nobody: whoever reads the mailbox of a department need not know who signs.

import type { Mode } from '../../domain/event'
import { DEFAULT_LANGUAGE } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { isWhole, requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { withinLimit } from '../kernel/limits'
import { post } from '../kernel/outbox'
import { contactOf, type Notice } from '../kernel/tenant-contact'
import { button, organisationFooter, quiet, text, titles, written } from './layout'
import type { Written } from './letter'

export type News = 'signed' | 'completed' | 'refused' | 'expired' | 'help' | 'decision' | 'locked' | 'undeliverable' | 'message'

type About = {
  says: News
  requester: { name: string; color: string | null }
  documents: readonly string[]
  requestId: string
  /** The signer's place in the order; null: it is about the request. */
  order: number | null
  mode: Mode
  qualified: boolean
  baseUrl: string
}

/** Written in the default language: organisations have none of their own. */
export function organisationMail({ says, requester, requestId, order, mode, qualified, baseUrl, ...about }: About): Written {
  const language = DEFAULT_LANGUAGE
  const say = wording(language, 'mails')
  const documents = titles({ language, documents: about.documents })
  return written(
    { language, qualified, requester, requestId, baseUrl },
    {
      subject: say(`organisation.${says}.subject`, { documents }),
      heading: say(`organisation.${says}.heading`),
      blocks: [
        text(say(`organisation.${says}.text`)),
        text(say('organisation.about', { request: requestId, documents })),
        button(say('organisation.button'), `${baseUrl}/console/requests/${requestId}`),
        ...(order === null ? [] : [quiet(say('organisation.who', { order }))]),
        ...(mode === 'test' && qualified ? [quiet(say('organisation.test'))] : []),
      ],
      reason: say('reason.organisation', { requester: requester.name }),
      footer: organisationFooter({ language, requestId, baseUrl }),
    },
  )
}

/** By organisation: what is beyond is in the console, and in the webhooks. */
const MAILS = { name: 'organisation-mails', count: 500, windowMs: 3_600_000 }

export type Telling = { notice: Notice; says: News } & ({ signerId: string } | { requestId: string })

/** In the transaction of the fact: one mail to each address of the organisation, if it wants to hear of this. */
export async function tellOrganisation(context: Context, tx: Tx, telling: Telling): Promise<void> {
  const { notice, says } = telling
  const { request, order } = await subjectOf(context, tx, telling)
  const { id: requestId, tenantId, mode, tenant } = request
  const { notify, notices } = contactOf(context, tenant.contact)
  if (!notices.includes(notice) || !isWhole(context, 'tenant', tenant)) return
  const documents = request.documents.map(({ document }) => requireWhole(context, 'document', document).name)
  const { qualified } = context.trust(mode)
  const mail = organisationMail({ says, requester: tenant, documents, requestId, order, mode, qualified, baseUrl: context.baseUrl })
  for (const to of notify) {
    if (!(await withinLimit({ machineNow: context.machineNow, db: tx }, `${tenantId} ${mode}`, MAILS))) return
    await post(context, tx, { tenantId, mode, requestId, channel: 'email', template: `organisation_${says}`, to, ...mail })
  }
}

const parts = {
  tenant: { include: { contact: true } },
  documents: { include: { document: true }, orderBy: { position: 'asc' } },
} as const

async function subjectOf(context: Context, tx: Tx, telling: Telling) {
  if ('requestId' in telling) {
    const request = await tx.signatureRequest.findUniqueOrThrow({ where: { id: telling.requestId }, include: parts })
    return { request: requireWhole(context, 'signatureRequest', request), order: null }
  }
  const signer = await tx.signer.findUniqueOrThrow({ where: { id: telling.signerId }, include: { request: { include: parts } } })
  const { position } = requireWhole(context, 'signer', signer)
  return { request: requireWhole(context, 'signatureRequest', signer.request), order: position }
}
