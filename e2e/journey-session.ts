// A signer's session without a browser: the link is opened, the cookie kept, and the journey's own calls are made as its pages make them.

import type { Act, JourneyView } from '../lib/http/schemas/journey'

/** The server answered, and refused. When it gives no answer at all, `fetch` throws its own error. */
export class Refused extends Error {
  override readonly name = 'Refused'
}

export class JourneySession {
  private constructor(
    private readonly address: string,
    private readonly cookie: string,
  ) {}

  static async open(baseUrl: string, link: string): Promise<JourneySession> {
    const opened = await fetch(`${link}/open`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' } })
    const signer = /\/sign\/(\w+)$/.exec(opened.headers.get('location') ?? '')?.[1]
    const [cookie] = (opened.headers.get('set-cookie') ?? '').split(';')
    if (!signer || !cookie) throw new Error(`the link did not open: ${opened.status}`)
    return new JourneySession(`${baseUrl}/api/journey/${signer}`, cookie)
  }

  view(): Promise<JourneyView> {
    return this.call(this.address, {})
  }

  act(act: Act): Promise<JourneyView> {
    return this.call(`${this.address}/acts`, { method: 'POST', body: JSON.stringify(act) })
  }

  private async call(address: string, init: RequestInit): Promise<JourneyView> {
    const response = await fetch(address, { ...init, headers: { 'content-type': 'application/json', cookie: this.cookie } })
    const body = (await response.json()) as JourneyView & { error?: { code: string; message: string } }
    if (!response.ok) throw new Refused(`${response.status} ${body.error?.code}: ${body.error?.message}`)
    return body
  }
}
