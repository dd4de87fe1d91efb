// Which kind a file is, by its bytes; a file of no kind is refused by the name of what it is.

import type { Source } from '../../signature/pdf/source'
import type { Format } from './format'
import { docx, xlsx } from './office'
import { pdf } from './pdf'
import { unsupported } from './unsupported'
import { xml } from './xml'

/** The first one that recognises a file has its kind. */
const FORMATS: readonly Format[] = [pdf, docx, xlsx, xml]

export function formatOf(source: Source): Format {
  const format = FORMATS.find((candidate) => candidate.recognises(source))
  if (!format) throw unsupported(source)
  return format
}
