// Thrown when a text gateway refuses a message. The gateway's answer is left out: it may contain the number and the text.

export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused'
  constructor(
    gateway: string,
    readonly status: number,
  ) {
    super(`the ${gateway} text gateway answered with status ${status}`)
  }
}
