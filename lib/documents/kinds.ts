// The kinds of documents that can be uploaded, and what the product knows of each.

import type { FormName } from '../signature/forms'

export const DOCUMENT_KINDS = ['pdf', 'docx', 'xlsx', 'xml'] as const
export type KindName = (typeof DOCUMENT_KINDS)[number]

/** What an upload's answer says beside its numbers: what was done to the file, and what it does not allow. */
export const REMARKS = ['REPAIRED', 'DECRYPTED', 'CERTIFIED', 'XFA_FORM', 'STYLE_SHEET'] as const
export type Remark = (typeof REMARKS)[number]

export type DocumentKind = {
  name: KindName
  /** Stored with the document and shown by the API. */
  mimeType: string
  /** The end of the download's file name, with the dot. */
  extension: string
  /** The form of signatures on it: inside a PDF or XML file, beside anything else in an ASiC-E container. */
  signature: FormName
  /** The type of the signed file. */
  signed: { mimeType: string; extension: string }
}

const OFFICE = 'application/vnd.openxmlformats-officedocument'
const CONTAINER = { mimeType: 'application/vnd.etsi.asic-e+zip', extension: '.asice' }

export const KINDS: { readonly [Name in KindName]: DocumentKind & { name: Name } } = {
  pdf: {
    name: 'pdf',
    mimeType: 'application/pdf',
    extension: '.pdf',
    signature: 'PAdES',
    signed: { mimeType: 'application/pdf', extension: '.pdf' },
  },
  docx: {
    name: 'docx',
    mimeType: `${OFFICE}.wordprocessingml.document`,
    extension: '.docx',
    signature: 'CAdES',
    signed: CONTAINER,
  },
  xlsx: {
    name: 'xlsx',
    mimeType: `${OFFICE}.spreadsheetml.sheet`,
    extension: '.xlsx',
    signature: 'CAdES',
    signed: CONTAINER,
  },
  xml: {
    name: 'xml',
    mimeType: 'application/xml',
    extension: '.xml',
    signature: 'XAdES',
    signed: { mimeType: 'application/xml', extension: '.xml' },
  },
}

/** The kind of a stored document. */
export function kindOfType(mimeType: string): DocumentKind {
  const kind = Object.values(KINDS).find((candidate) => candidate.mimeType === mimeType)
  if (!kind) throw new Error(`a document was stored as ${mimeType}, which is no kind of ours`)
  return kind
}
