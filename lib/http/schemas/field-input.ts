// The wire of signature fields: where a signature is to stand, at a box or at a text of the document.

import { z } from 'zod'
import { MOST_SIGNERS } from '../../domain/request'
import type { NewField } from '../../operations/requests/request-rules'
import { DocumentId } from './ids'

const Points = z.number().min(0).max(20_000)
const Extent = z.number().positive().max(20_000)
const Offset = z.number().min(-20_000).max(20_000)

export const Anchor = z
  .strictObject({
    text: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .refine((text) => !/[\r\n]/.test(text), 'stands on more than one line; an anchor is one run on one line')
      .meta({ description: 'Text of the document, exactly: capitals count, and it stands on one line.', examples: ['{{sign:anna}}'] }),
    x_offset: Offset.nullish().meta({
      description: 'Points from the left edge of the text; positive is to the right. 0 unless given.',
      examples: [0],
    }),
    y_offset: Offset.nullish().meta({
      description: 'Points from the bottom edge of the text; positive is upwards. 0 unless given.',
      examples: [0],
    }),
    width: z
      .number()
      .min(30)
      .max(20_000)
      .nullish()
      .meta({ description: 'Points; 200 unless given.', examples: [220] }),
    height: z
      .number()
      .min(15)
      .max(20_000)
      .nullish()
      .meta({ description: 'Points; 60 unless given.', examples: [70] }),
  })
  .meta({ id: 'Anchor' })
  .transform(({ text, x_offset, y_offset, width, height }) => ({
    text,
    xOffset: x_offset ?? 0,
    yOffset: y_offset ?? 0,
    width: width ?? 200,
    height: height ?? 60,
  }))

const SPOT = {
  document_id: DocumentId.nullish().meta({ description: 'On which of several documents.' }),
  page: z
    .int()
    .min(1)
    .max(100_000)
    .nullish()
    .meta({ description: 'From 1.', examples: [3] }),
  x: Points.nullish().meta({ description: 'Points from the left edge of the page as it is displayed.', examples: [72] }),
  y: Points.nullish().meta({
    description: 'Points from the top edge of the page as it is displayed, down to the top of the box.',
    examples: [640],
  }),
  width: Extent.nullish().meta({ description: 'Points, at least 30.', examples: [200] }),
  height: Extent.nullish().meta({ description: 'Points, at least 15.', examples: [80] }),
  anchor: Anchor.nullish().meta({
    description:
      'Instead of page, x, y, width and height: the box stands at the first occurrence of a text. A text that is not found makes an invisible signature.',
  }),
  field_name: z
    .string()
    .min(1)
    .max(1000)
    .nullish()
    .meta({
      description:
        'Instead of page, x, y, width and height: the full name of an empty signature field that the PDF has. ' +
        'A PDF with exactly one gives it to its only signer by itself.',
      examples: ['Tenant.Signature'],
    }),
  type: z.literal('signature').nullish(),
}
type Spot = z.output<z.ZodObject<typeof SPOT>>

export const Field = z
  .strictObject({
    signer_index: z
      .int()
      .min(0)
      .max(MOST_SIGNERS - 1)
      .meta({ description: 'Whose signature: the position in `signers`, from 0.', examples: [0] }),
    ...SPOT,
  })
  .meta({ id: 'FieldInput' })
  .transform((field, issues) => ({ signerIndex: field.signer_index, documentId: field.document_id ?? null, place: placeOf(field, issues) }))

/** A field of the signer who is added, so it names no signer. */
export const OwnField = z
  .strictObject(SPOT)
  .meta({ id: 'OwnFieldInput' })
  .transform((field, issues) => ({ signerIndex: 0, documentId: field.document_id ?? null, place: placeOf(field, issues) }))

/** Either `page`, `x`, `y`, `width` and `height`, or `anchor`, or `field_name`; never two of them. */
function placeOf({ page, x, y, width, height, anchor, field_name }: Spot, issues: z.RefinementCtx): NewField['place'] {
  const box = { page, x, y, width, height }
  const missing = Object.entries(box)
    .filter(([, value]) => value === undefined || value === null)
    .map(([name]) => name)
  const hasBox = missing.length < Object.keys(box).length
  const refuse = (at: string, message: string) => {
    issues.addIssue({ code: 'custom', path: [at], message })
    return z.NEVER
  }
  if (anchor && (hasBox || field_name)) return refuse('anchor', 'send either anchor, or page, x, y, width and height, or field_name')
  if (field_name && hasBox) return refuse('field_name', 'send either field_name, or page, x, y, width and height')
  if (anchor) return anchor
  if (field_name) return { fieldName: field_name }
  if (
    typeof page === 'number' &&
    typeof x === 'number' &&
    typeof y === 'number' &&
    typeof width === 'number' &&
    typeof height === 'number'
  ) {
    return { page, x, y, width, height }
  }
  return refuse(missing[0] ?? 'page', 'this field is required, unless the field has an anchor or a field_name')
}
