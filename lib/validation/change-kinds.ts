// The kinds of change to a PDF after a signature: all of them, each with the rule that says whether a signature allows it.

/**
 * `always`: shows nothing. `filling`: where a form may be filled in (ISO 32000-2 12.8.2.2, P of 2 or 3) and the field is not locked (12.8.2.4).
 * `uncertified`: as filling, but where no signature restricts changes. `annotating`: where a signature allows annotations (P of 3).
 */
const RULES = {
  document_timestamp: 'always',
  validation_data: 'always',
  metadata: 'always',
  extensions: 'always',
  structure_entry: 'always',
  audit_trail: 'always',
  signature: 'filling',
  signature_field: 'filling',
  form_fill: 'filling',
  field_appearance: 'filling',
  field_visibility: 'filling',
  form_defaults: 'filling',
  visible_signature: 'uncertified',
  annotation: 'annotating',
  visible_field: 'never',
  signature_replaced: 'never',
  form: 'never',
  page_content: 'never',
  pages: 'never',
  structure: 'never',
  catalog: 'never',
  history: 'never',
  unexplained: 'never',
  unreadable: 'never',
} as const satisfies Record<string, 'always' | 'filling' | 'uncertified' | 'annotating' | 'never'>

export type ChangeKind = keyof typeof RULES
export type ChangeRule = (typeof RULES)[ChangeKind]
export const CHANGE_KINDS = Object.keys(RULES) as [ChangeKind, ...ChangeKind[]]

export const ruleOf = (kind: ChangeKind): ChangeRule => RULES[kind]

/** What a change is, and where: `page` counts from 1, `field` is the qualified name. */
export type Place = { readonly kind: ChangeKind; readonly page?: number; readonly field?: string }

/** `allowed`: whether the signature and those before it allow it. */
export type Change = Place & { readonly allowed: boolean }
