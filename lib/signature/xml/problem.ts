// The expected refusals of the XML reader: each has a code for programs and a message that says what to do.

export type XmlProblemCode = 'XML_MALFORMED' | 'XML_DOCTYPE' | 'XML_ENCODING' | 'XML_UNSUPPORTED' | 'XML_TOO_COMPLEX'

export class XmlProblem extends Error {
  override readonly name = 'XmlProblem'

  constructor(
    readonly code: XmlProblemCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}
