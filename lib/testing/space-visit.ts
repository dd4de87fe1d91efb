// A person who opens their space as a browser does: the link from the mail, and the code from the text message.

import type { HolderCaller } from '../domain/caller'
import type { Mode } from '../domain/event'
import { performSpaceAct } from '../http/space/acts'
import type { SpaceAct } from '../http/schemas/space'
import { readContent } from '../operations/kernel/outbox'
import { openSpace } from '../operations/space/entrance/open-space'
import { requestSpaceLink } from '../operations/space/entrance/request-space-link'
import { sendSpaceLink } from '../operations/space/entrance/send-space-link'
import { findSpaceSession, type SpaceDevice } from '../operations/space/entrance/space-session'
import type { TestContext } from './test-context'

const DESK: SpaceDevice = { kind: 'desk', place: { browser: 'Firefox', system: 'Linux', zone: 'Europe/Warsaw' } }

/** The newest message of a kind to this address or number. */
export async function newestTo({ context }: Pick<TestContext, 'context'>, to: string, template: string) {
  const rows = await context.db.outboxMessage.findMany({ where: { template }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  const messages = rows.map((row) => readContent(context, row)).filter((message) => message.to === to)
  return messages.at(-1) ?? null
}

const codeIn = (text: string | undefined): string => /\b\d{6}\b/.exec(text ?? '')?.[0] ?? ''

/** The token of the link that is mailed; null where none is. */
export async function spaceLink(test: Pick<TestContext, 'context' | 'jobs'>, email: string, mode: Mode = 'test'): Promise<string | null> {
  const { context, jobs } = test
  const before = jobs.length
  const mails = () => context.db.outboxMessage.findMany({ where: { template: 'space_link' } })
  const known = new Set((await mails()).map(({ id }) => id))
  await requestSpaceLink(context, { email, mode, language: 'en', client: `client of ${email}` })
  for (const { job, payload } of jobs.slice(before)) if (job === 'send_space_link') await sendSpaceLink(context, payload)
  const mail = (await mails()).find(({ id }) => !known.has(id))
  return mail ? (/#([A-Za-z0-9_-]{43})/.exec(readContent(context, mail).text)?.[1] ?? null) : null
}

export class SpaceVisit {
  private constructor(
    private readonly test: TestContext,
    readonly cookie: string,
  ) {}

  /** With the mailbox alone. */
  static async open(test: TestContext, email: string, mode: Mode = 'test'): Promise<SpaceVisit> {
    const token = await spaceLink(test, email, mode)
    if (token === null) throw new Error(`no link went to ${email}`)
    const { cookie } = await openSpace(test.context, { token, device: DESK, language: 'en' })
    return new SpaceVisit(test, cookie)
  }

  /** With the code to the phone as well. */
  static async signedIn(test: TestContext, email: string, phone = '+48500123456', mode: Mode = 'test'): Promise<SpaceVisit> {
    const visit = await SpaceVisit.open(test, email, mode)
    await visit.act({ act: 'send_sign_in_code' })
    await visit.act({ act: 'prove_phone', code: await visit.codeTo(phone) })
    return visit
  }

  async caller(): Promise<HolderCaller> {
    const caller = await findSpaceSession(this.test.context, this.cookie)
    if (!caller) throw new Error('the session has ended')
    return caller
  }

  /** A second later, so that of two messages the later one is the newer. */
  act = async (act: SpaceAct) => {
    this.test.advance(1000)
    return performSpaceAct(this.test.context, await this.caller(), act)
  }

  /** The newest code that went to this number or address. */
  async codeTo(to: string, template = to.includes('@') ? 'space_email_code' : 'space_code'): Promise<string> {
    const message = await newestTo(this.test, to, template)
    return codeIn(message?.text)
  }
}
