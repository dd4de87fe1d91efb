// What a story that kills its server needs: to kill it and start it again, and a signer on it with everything to sign with.

import type { Act } from '../../lib/http/schemas/journey'
import { JourneySession } from '../journey-session'
import { latestCode } from '../outbox'
import { placed } from '../scene'
import type { OwnServer, RunningServer } from '../server'
import type { Asked, Person } from './people'

/** Answers when it was killed. */
export async function killAndRestart(server: OwnServer): Promise<number> {
  const at = Date.now()
  await server.kill()
  await server.start()
  return at
}

/** Somebody at the last step, with a certificate of the sandbox or of an earlier request. */
export type AtSign = { person: Person; asked: Asked; link: string; signer: string }

/** The same person comes back with the certificate of before: one walk of the sandbox, and then only what leads to the signature. */
export async function atSign(product: RunningServer, person: Person): Promise<AtSign> {
  const { pin, code: _, ...asked } = await placed(product, [person], 'sign', { keep: true })
  return { person: Object.assign(person, { pin }), asked, link: asked.links[0] ?? '', signer: asked.request.signers[0]?.id ?? '' }
}

export type ActOfSigning = { session: JourneySession; act: Act }

/** The code was asked for and has arrived; what is left is to send it with the PIN. */
export async function beginSigning(product: RunningServer, { person, link }: AtSign): Promise<ActOfSigning> {
  const session = await JourneySession.open(product.baseUrl, link)
  const {
    credentials: [credential],
  } = await session.view()
  const since = new Date()
  const { activation } = await session.act({ act: 'start_signing', credential: credential?.id ?? '' })
  const code = await latestCode(product.baseUrl, person.phone, since)
  return { session, act: { act: 'sign', activation: activation?.id ?? '', pin: person.pin, code } }
}
