// XML as a format: well-formed, without a document type declaration, not signed by anybody yet, and shown by every program as what it says.

import { Problem } from '../../domain/problem'
import { BROWSER_NAMESPACES } from '../../signature/carried-files'
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

/** Pages, drawings and transformations that browsers show or run, and inclusions: what the signer reads here is not what others would see. */
const SHOWN_OTHERWISE: ReadonlySet<string> = new Set([...BROWSER_NAMESPACES, 'http://www.w3.org/2001/XInclude'])
/** The instruction by which Windows opens XML in Word or Excel, whose own XML may have macros. */
const OPENED_BY_OFFICE = /^mso-/i

async function inspected(source: Source): Promise<Inspection> {
  let styled = false
  try {
    await scanXml(source, {
      // A signed file is refused: our signature leaves out every ds:Signature element, so it would not cover the earlier one, and adding
      // ours would break an earlier one that covers the whole document.
      open: ({ uri, local }) => {
        if (uri === XMLDSIG && local === 'Signature') throw signedAlready()
        if (SHOWN_OTHERWISE.has(uri)) throw shownOtherwise()
      },
      instruction: (target) => {
        if (OPENED_BY_OFFICE.test(target)) throw shownOtherwise()
        // Invoices of some states name one. The text is what is signed, and whoever sends it is told.
        styled ||= target === 'xml-stylesheet'
      },
    })
    return { pages: 0, layers: 0, unprinted: 0, remarks: styled ? ['STYLE_SHEET'] : [] }
  } catch (error) {
    throw error instanceof XmlProblem ? asProblem(error) : error
  }
}

function signedAlready(): Problem {
  return new Problem('DOCUMENT_LOCKED.signed_xml')
}

function shownOtherwise(): Problem {
  return new Problem('DOCUMENT_FORMAT_UNSUPPORTED.shown_otherwise')
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
