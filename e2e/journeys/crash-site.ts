// What a story that kills its server needs: to kill it and start it again, and a signer on it with everything to sign with.

import type { Act } from '../../lib/http/schemas/journey'
import { JourneySession } from '../journey-session'
import { latestCode } from '../outbox'
import { placed } from '../scene'
import type { OwnServer, RunningServer } from '../server'
import type { Asked, Person } from './people'

/** Kills the server and starts it again; answers the time of the kill. */
export async function killAndRestart(server: OwnServer): Promise<number> {
  const at = Date.now()
  await server.kill()
  await server.start()
  return at
}

/** Somebody at the last step, with a certificate of the sandbox or of an earlier request. */
export type AtSign = { person: Person; asked: Asked; link: string; signer: string }

/** Brings a person to the step `sign`. One who comes back has the earlier certificate, so the sandbox walks the whole way only once. */
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
  const code = await latestCode(product, person.phone, since)
  return { session, act: { act: 'sign', activation: activation?.id ?? '', pin: person.pin, code } }
}
