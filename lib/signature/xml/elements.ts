// Makes XML elements, to be written in canonical form (canonicalOctets).

import type { XmlNode } from './tree'

const XML = 'http://www.w3.org/XML/1998/namespace'

type Content = XmlNode | string | false | undefined | readonly Content[]

/** Makes elements of one namespace. Attributes have no prefix, but for xml:lang. */
export function elementsOf(prefix: string, uri: string) {
  return (local: string, attributes: Readonly<Record<string, string>> = {}, ...content: readonly Content[]): XmlNode => ({
    name: `${prefix}:${local}`,
    prefix,
    local,
    uri,
    attributes: Object.entries(attributes).map(([name, value]) => {
      const isXml = name.startsWith('xml:')
      return { name, value, prefix: isXml ? 'xml' : '', local: name.replace(/^xml:/, ''), uri: isXml ? XML : '' }
    }),
    children: flat(content),
  })
}

const flat = (content: readonly Content[]): (XmlNode | string)[] =>
  content.flatMap((one) => (one === false || one === undefined ? [] : typeof one === 'object' && !('local' in one) ? flat(one) : [one]))
