// XML as a format: well-formed, without a document type declaration, and not signed by anybody yet.

import { Problem } from '../../domain/problem'
import { XMLDSIG } from '../../signature/xml/canonical'
import { XmlProblem } from '../../signature/xml/problem'
import { scanXml } from '../../signature/xml/scan'
import type { Source } from '../../signature/pdf/source'
import type { Format, Inspection } from './format'

export const xml: Format = {
  kind: 'xml',
  // The first sign of any XML file is a `<`, in UTF-8 or UTF-16, after a byte order mark or white space.
  recognises: (source) => /^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)?[\s\0]*</.test(source.read(0, 1024).toString('latin1')),
  inspect: inspected,
}

async function inspected(source: Source): Promise<Inspection> {
  try {
    await scanXml(source, {
      // A signed file is refused: our signature leaves out every ds:Signature element, so it would not cover the earlier one, and adding
      // ours would break an earlier one that covers the whole document.
      open: ({ uri, local }) => {
        if (uri === XMLDSIG && local === 'Signature') throw signedAlready()
      },
    })
    return { pages: 0, layers: 0, unprinted: 0, remarks: [] }
  } catch (error) {
    throw error instanceof XmlProblem ? asProblem(error) : error
  }
}

function signedAlready(): Problem {
  return new Problem('DOCUMENT_LOCKED.signed_xml')
}

function asProblem({ code, message }: XmlProblem): Problem {
  switch (code) {
    case 'XML_MALFORMED':
    case 'XML_TOO_COMPLEX':
      return new Problem('DOCUMENT_DAMAGED.engine', { text: message })
    case 'XML_DOCTYPE':
    case 'XML_ENCODING':
    case 'XML_UNSUPPORTED':
      return new Problem('DOCUMENT_FORMAT_UNSUPPORTED.engine', { text: message })
  }
}
