// A text gateway's no. Its answer is not repeated: it tends to contain the number and the text.

export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused'
  constructor(
    gateway: string,
    readonly status: number,
  ) {
    super(`the ${gateway} text gateway answered with status ${status}`)
  }
}
