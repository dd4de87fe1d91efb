// What a story that kills its server needs: to kill it and start it again, and a signer on it with everything to sign with.

import type { Act } from '../../lib/http/schemas/journey'
import { JourneySession } from '../journey-session'
import { latestCode } from '../outbox'
import type { OwnServer, RunningServer } from '../server'
import { anna, ask, type Asked, type Person } from './people'

/** Answers when it was killed. */
export async function killAndRestart(server: OwnServer): Promise<number> {
  const at = Date.now()
  await server.kill()
  await server.start()
  return at
}

/** Somebody at the last step, whose certificate the sandbox made. */
export type AtSign = { person: Person; asked: Asked; link: string; signer: string }

export async function atSign(product: RunningServer): Promise<AtSign> {
  const person = anna()
  const asked = await ask(product, [person])
  const signer = asked.request.signers[0]?.id ?? ''
  const { body } = await asked.api.call<{ at: string; test_pin: string }>('POST', `/sandbox/signers/${signer}/complete`, { stop_at: 'sign' })
  if (body.at !== 'sign') throw new Error(`the sandbox left the signer at ${body.at}`)
  return { person: { ...person, pin: body.test_pin }, asked, link: asked.links[0] ?? '', signer }
}

export type ActOfSigning = { session: JourneySession; act: Act }

/** The code was asked for and has arrived; what is left is to send it with the PIN. */
export async function beginSigning(product: RunningServer, { person, link }: AtSign): Promise<ActOfSigning> {
  const session = await JourneySession.open(product.baseUrl, link)
  const { credentials: [credential] } = await session.view()
  const since = new Date()
  const { activation } = await session.act({ act: 'start_signing', credential: credential?.id ?? '' })
  const code = await latestCode(product.baseUrl, person.phone, since)
  return { session, act: { act: 'sign', activation: activation?.id ?? '', pin: person.pin, code } }
}
