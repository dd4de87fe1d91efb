// A server of a story's own that is killed, and started again on the same data and port; and a signer on it with everything to sign with.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Act } from '../../lib/http/schemas/journey'
import { JourneySession } from '../journey-session'
import { latestCode } from '../outbox'
import { freePort, startServer, type RunningServer } from '../server'
import { anna, ask, type Asked, type Person } from './people'

export class CrashSite {
  private constructor(readonly dataDirectory: string, private readonly port: number, private running: RunningServer) {}

  static async open(): Promise<CrashSite> {
    const dataDirectory = mkdtempSync(path.join(tmpdir(), 'qsignhub-crash-'))
    const port = await freePort()
    return new CrashSite(dataDirectory, port, await startServer({ dataDirectory, port }))
  }

  get product(): RunningServer {
    return this.running
  }

  /** Answers when it was killed. */
  async killAndRestart(): Promise<number> {
    const at = Date.now()
    await this.running.kill()
    this.running = await startServer({ dataDirectory: this.dataDirectory, port: this.port })
    return at
  }

  async close(): Promise<void> {
    await this.running.stop()
    rmSync(this.dataDirectory, { recursive: true, force: true })
  }
}

/** Somebody at the last step, whose certificate the sandbox made. */
export type AtSign = { person: Person; asked: Asked; link: string; signer: string }

export async function atSign({ product }: CrashSite): Promise<AtSign> {
  const person = anna()
  const asked = await ask(product, [person])
  const signer = asked.request.signers[0]?.id ?? ''
  const { body } = await asked.api.call<{ at: string; test_pin: string }>('POST', `/sandbox/signers/${signer}/complete`, { stop_at: 'sign' })
  if (body.at !== 'sign') throw new Error(`the sandbox left the signer at ${body.at}`)
  return { person: { ...person, pin: body.test_pin }, asked, link: asked.links[0] ?? '', signer }
}

export type ActOfSigning = { session: JourneySession; act: Act }

/** The code was asked for and has arrived; what is left is to send it with the PIN. */
export async function beginSigning({ product }: CrashSite, { person, link }: AtSign): Promise<ActOfSigning> {
  const session = await JourneySession.open(product.baseUrl, link)
  const { credentials: [credential] } = await session.view()
  const since = new Date()
  const { activation } = await session.act({ act: 'start_signing', credential: credential?.id ?? '' })
  const code = await latestCode(product.baseUrl, person.phone, since)
  return { session, act: { act: 'sign', activation: activation?.id ?? '', pin: person.pin, code } }
}
