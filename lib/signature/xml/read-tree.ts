// Reads a small XML document as one tree.

import { XmlProblem } from './problem'
import { scanXml } from './scan'
import { TreeBuilder, type XmlNode } from './tree'

/** The root of a document of ours, or of one that is known to be small. */
export async function readTree(xml: Uint8Array): Promise<XmlNode> {
  const builder = new TreeBuilder()
  let root: XmlNode | undefined
  await scanXml(xml, {
    open: (tag) => builder.open(tag),
    text: (text) => builder.text(text),
    close: () => {
      root = builder.close() ?? root
    },
  })
  if (!root) throw new XmlProblem('XML_MALFORMED', 'This XML file has no root element.')
  return root
}
